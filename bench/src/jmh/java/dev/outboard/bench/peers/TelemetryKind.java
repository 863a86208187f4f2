package dev.outboard.bench.peers;

import dev.outboard.bench.schema.TelemetryDecoder;
import dev.outboard.bench.schema.TelemetryEncoder;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.FrameWriter;

/** Telemetry messages. */
final class TelemetryKind extends OutboardPeer.Kind {
    private final TelemetryEncoder encoder = new TelemetryEncoder();
    private final TelemetryDecoder decoder = new TelemetryDecoder();

    @Override
    void encode(FrameWriter out, Object message) {
        Telemetry telemetry = (Telemetry) message;
        encoder.wrap(out)
                .device(telemetry.device)
                .timeNanos(telemetry.timeNanos)
                .values(telemetry.values, 0, telemetry.values.length)
                .deltas(telemetry.deltas, 0, telemetry.deltas.length)
                .flags(telemetry.flags, 0, telemetry.flags.length)
                .temperature(telemetry.temperature)
                .sequence(telemetry.sequence);
    }

    @Override
    long sum(FrameReader in) {
        TelemetryDecoder telemetry = decoder.wrap(in);
        long sum = telemetry.device() + telemetry.timeNanos() + telemetry.sequence();
        sum += Double.doubleToRawLongBits(telemetry.temperature());
        int values = telemetry.valuesCount();
        for (int i = 0; i < values; i++) {
            sum += Double.doubleToRawLongBits(telemetry.values(i));
        }
        int deltas = telemetry.deltasCount();
        for (int i = 0; i < deltas; i++) {
            sum += telemetry.deltas(i);
        }
        int flags = telemetry.flagsCount();
        for (int i = 0; i < flags; i++) {
            sum += telemetry.flags(i);
        }
        return sum;
    }

    /** There are none. */
    @Override
    long sumNoStrings(FrameReader in) {
        return sum(in);
    }

    @Override
    Object model(FrameReader in) {
        TelemetryDecoder from = decoder.wrap(in);
        Telemetry telemetry = new Telemetry();
        telemetry.device = from.device();
        telemetry.timeNanos = from.timeNanos();
        telemetry.temperature = from.temperature();
        telemetry.sequence = from.sequence();
        telemetry.values = new double[from.valuesCount()];
        for (int i = 0; i < telemetry.values.length; i++) {
            telemetry.values[i] = from.values(i);
        }
        telemetry.deltas = new int[from.deltasCount()];
        for (int i = 0; i < telemetry.deltas.length; i++) {
            telemetry.deltas[i] = from.deltas(i);
        }
        telemetry.flags = new int[from.flagsCount()];
        for (int i = 0; i < telemetry.flags.length; i++) {
            telemetry.flags[i] = from.flags(i);
        }
        return telemetry;
    }
}
