package dev.outboard.bench.peers;

import java.util.Arrays;
import java.util.SplittableRandom;

/** A device's readings, as plain Java. */
public final class Telemetry implements Model {
    public long device;
    public long timeNanos;
    public double[] values = {};
    public int[] deltas = {};
    public int[] flags = {};
    public double temperature;
    public int sequence;

    /** One with 16 values, 16 deltas and 4 flags. */
    static Telemetry random(SplittableRandom random) {
        Telemetry telemetry = new Telemetry();
        telemetry.device = random.nextLong();
        telemetry.timeNanos = random.nextLong();
        telemetry.values = random.doubles(16, -1000, 1000).toArray();
        telemetry.deltas = random.ints(16, -3000, 3000).toArray();
        telemetry.flags = random.ints(4).toArray();
        telemetry.temperature = random.nextDouble(-40, 80);
        telemetry.sequence = random.nextInt(1, 1 << 20);
        return telemetry;
    }

    @Override
    public long sum() {
        long sum = device + timeNanos + sequence + Double.doubleToRawLongBits(temperature);
        for (double value : values) {
            sum += Double.doubleToRawLongBits(value);
        }
        for (int delta : deltas) {
            sum += delta;
        }
        for (int flag : flags) {
            sum += flag;
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Telemetry telemetry
                && device == telemetry.device
                && timeNanos == telemetry.timeNanos
                && Arrays.equals(values, telemetry.values)
                && Arrays.equals(deltas, telemetry.deltas)
                && Arrays.equals(flags, telemetry.flags)
                && temperature == telemetry.temperature
                && sequence == telemetry.sequence;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(device);
    }
}
