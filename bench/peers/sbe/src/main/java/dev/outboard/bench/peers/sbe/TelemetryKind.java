package dev.outboard.bench.peers.sbe;

import dev.outboard.bench.peers.Telemetry;
import dev.outboard.bench.sbe.MessageHeaderDecoder;
import dev.outboard.bench.sbe.MessageHeaderEncoder;
import dev.outboard.bench.sbe.TelemetryDecoder;
import dev.outboard.bench.sbe.TelemetryEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/** Telemetry messages; their arrays are groups, SBE's only lists of any length. */
final class TelemetryKind extends SbePeer.Kind {
    private final MessageHeaderEncoder outHeader = new MessageHeaderEncoder();
    private final MessageHeaderDecoder inHeader = new MessageHeaderDecoder();
    private final TelemetryEncoder encoder = new TelemetryEncoder();
    private final TelemetryDecoder decoder = new TelemetryDecoder();

    @Override
    int encode(UnsafeBuffer out, Object message) {
        Telemetry telemetry = (Telemetry) message;
        encoder.wrapAndApplyHeader(out, 0, outHeader)
                .device(telemetry.device)
                .timeNanos(telemetry.timeNanos)
                .temperature(telemetry.temperature)
                .sequence(telemetry.sequence);
        TelemetryEncoder.ValuesEncoder values = encoder.valuesCount(telemetry.values.length);
        for (double value : telemetry.values) {
            values.next().value(value);
        }
        TelemetryEncoder.DeltasEncoder deltas = encoder.deltasCount(telemetry.deltas.length);
        for (int delta : telemetry.deltas) {
            deltas.next().delta(delta);
        }
        TelemetryEncoder.FlagsEncoder flags = encoder.flagsCount(telemetry.flags.length);
        for (int flag : telemetry.flags) {
            flags.next().flag(flag);
        }
        return encoder.limit();
    }

    @Override
    long sum(UnsafeBuffer in) {
        decoder.wrapAndApplyHeader(in, 0, inHeader);
        long sum = decoder.device() + decoder.timeNanos() + decoder.sequence();
        sum += Double.doubleToRawLongBits(decoder.temperature());
        for (TelemetryDecoder.ValuesDecoder values = decoder.values(); values.hasNext(); ) {
            sum += Double.doubleToRawLongBits(values.next().value());
        }
        for (TelemetryDecoder.DeltasDecoder deltas = decoder.deltas(); deltas.hasNext(); ) {
            sum += deltas.next().delta();
        }
        for (TelemetryDecoder.FlagsDecoder flags = decoder.flags(); flags.hasNext(); ) {
            sum += flags.next().flag();
        }
        return sum;
    }

    /** There are none. */
    @Override
    long sumNoStrings(UnsafeBuffer in) {
        return sum(in);
    }

    @Override
    Object model(UnsafeBuffer in) {
        decoder.wrapAndApplyHeader(in, 0, inHeader);
        Telemetry telemetry = new Telemetry();
        telemetry.device = decoder.device();
        telemetry.timeNanos = decoder.timeNanos();
        telemetry.temperature = decoder.temperature();
        telemetry.sequence = decoder.sequence();
        TelemetryDecoder.ValuesDecoder values = decoder.values();
        telemetry.values = new double[values.count()];
        for (int i = 0; i < telemetry.values.length; i++) {
            telemetry.values[i] = values.next().value();
        }
        TelemetryDecoder.DeltasDecoder deltas = decoder.deltas();
        telemetry.deltas = new int[deltas.count()];
        for (int i = 0; i < telemetry.deltas.length; i++) {
            telemetry.deltas[i] = deltas.next().delta();
        }
        TelemetryDecoder.FlagsDecoder flags = decoder.flags();
        telemetry.flags = new int[flags.count()];
        for (int i = 0; i < telemetry.flags.length; i++) {
            telemetry.flags[i] = flags.next().flag();
        }
        return telemetry;
    }
}
