package dev.outboard.bench.peers.quickbuf;

import dev.outboard.bench.schema.Telemetry;
import us.hebi.quickbuf.RepeatedDouble;
import us.hebi.quickbuf.RepeatedInt;

/** Telemetry messages. */
final class TelemetryKind extends QuickbufPeer.Kind<Telemetry> {
    TelemetryKind() {
        super(Telemetry.newInstance());
    }

    @Override
    Telemetry fill(Object model) {
        var from = (dev.outboard.bench.peers.Telemetry) model;
        return message.clearQuick()
                .setDevice(from.device)
                .setTimeNanos(from.timeNanos)
                .addAllValues(from.values)
                .addAllDeltas(from.deltas)
                .addAllFlags(from.flags)
                .setTemperature(from.temperature)
                .setSequence(from.sequence);
    }

    @Override
    long sum() {
        long sum = message.getDevice() + message.getTimeNanos() + message.getSequence();
        sum += Double.doubleToRawLongBits(message.getTemperature());
        RepeatedDouble values = message.getValues();
        for (int i = 0; i < values.length(); i++) {
            sum += Double.doubleToRawLongBits(values.get(i));
        }
        RepeatedInt deltas = message.getDeltas();
        for (int i = 0; i < deltas.length(); i++) {
            sum += deltas.get(i);
        }
        RepeatedInt flags = message.getFlags();
        for (int i = 0; i < flags.length(); i++) {
            sum += flags.get(i);
        }
        return sum;
    }

    /** There are none. */
    @Override
    long sumNoStrings() {
        return sum();
    }

    @Override
    Object model() {
        var model = new dev.outboard.bench.peers.Telemetry();
        model.device = message.getDevice();
        model.timeNanos = message.getTimeNanos();
        model.values = message.getValues().toArray();
        model.deltas = message.getDeltas().toArray();
        model.flags = message.getFlags().toArray();
        model.temperature = message.getTemperature();
        model.sequence = message.getSequence();
        return model;
    }
}
