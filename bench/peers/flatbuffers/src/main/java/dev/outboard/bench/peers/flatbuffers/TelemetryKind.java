package dev.outboard.bench.peers.flatbuffers;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.outboard.bench.peers.Telemetry;
import java.nio.ByteBuffer;

/**
 * {@code table Telemetry { device: ulong; time_nanos: ulong; values: [double]; deltas: [int]; flags: [uint];
 * temperature: double; sequence: uint; }}.
 */
final class TelemetryKind extends FlatbuffersPeer.Kind {
    private static final int DEVICE = 0;
    private static final int TIME_NANOS = 1;
    private static final int VALUES = 2;
    private static final int DELTAS = 3;
    private static final int FLAGS = 4;
    private static final int TEMPERATURE = 5;
    private static final int SEQUENCE = 6;

    @Override
    int write(FlatBufferBuilder out, Object message) {
        Telemetry telemetry = (Telemetry) message;
        out.startVector(8, telemetry.values.length, 8);
        for (int i = telemetry.values.length - 1; i >= 0; i--) {
            out.addDouble(telemetry.values[i]);
        }
        int values = out.endVector();
        int deltas = integers(out, telemetry.deltas);
        int flags = integers(out, telemetry.flags);
        out.startTable(7);
        out.addLong(DEVICE, telemetry.device, 0);
        out.addLong(TIME_NANOS, telemetry.timeNanos, 0);
        out.addDouble(TEMPERATURE, telemetry.temperature, 0);
        out.addOffset(VALUES, values, 0);
        out.addOffset(DELTAS, deltas, 0);
        out.addOffset(FLAGS, flags, 0);
        out.addInt(SEQUENCE, telemetry.sequence, 0);
        return out.endTable();
    }

    @Override
    long sum(ByteBuffer in) {
        table.root(in);
        long sum = table.number(DEVICE) + table.number(TIME_NANOS) + table.integer(SEQUENCE);
        sum += Double.doubleToRawLongBits(table.real(TEMPERATURE));
        int values = table.count(VALUES);
        for (int i = 0; i < values; i++) {
            sum += Double.doubleToRawLongBits(table.real(VALUES, i));
        }
        int deltas = table.count(DELTAS);
        for (int i = 0; i < deltas; i++) {
            sum += table.integer(DELTAS, i);
        }
        int flags = table.count(FLAGS);
        for (int i = 0; i < flags; i++) {
            sum += table.integer(FLAGS, i);
        }
        return sum;
    }

    @Override
    long sumNoStrings(ByteBuffer in) {
        return sum(in);
    }

    @Override
    Object model(ByteBuffer in) {
        table.root(in);
        Telemetry telemetry = new Telemetry();
        telemetry.device = table.number(DEVICE);
        telemetry.timeNanos = table.number(TIME_NANOS);
        telemetry.values = new double[table.count(VALUES)];
        for (int i = 0; i < telemetry.values.length; i++) {
            telemetry.values[i] = table.real(VALUES, i);
        }
        telemetry.deltas = integers(DELTAS);
        telemetry.flags = integers(FLAGS);
        telemetry.temperature = table.real(TEMPERATURE);
        telemetry.sequence = table.integer(SEQUENCE);
        return telemetry;
    }
}
