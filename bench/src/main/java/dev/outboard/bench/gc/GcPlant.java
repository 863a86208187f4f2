package dev.outboard.bench.gc;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Errors that a run can be given on purpose, to show that they are found. */
public enum GcPlant {
    /** None. */
    NONE("none"),
    /** One message of 1,000 is gone when it should be received. */
    LOSES("loses"),
    /** One message of 1,000 comes back with another user. */
    ALTERS("alters"),
    /** A heap of one and a half times the cell's. */
    HEAP("heap"),
    /** The generator of an open load sleeps a millisecond before every message. */
    SLEEPS("sleeps");

    private static final int ONE_OF = 1000;

    private final String id;

    GcPlant(String id) {
        this.id = id;
    }

    /** The name on the command line. */
    public String id() {
        return id;
    }

    /** The plant of that name. */
    static GcPlant of(String id) {
        return Arrays.stream(values())
                .filter(plant -> plant.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("plant: " + id + " (expected: one of "
                        + Arrays.stream(values()).map(GcPlant::id).collect(Collectors.joining(", ")) + ")"));
    }

    /** More JVM flags of the run; they stand behind the cell's and win. */
    List<String> flags() {
        int mib = GcPlan.HEAP_MIB * 3 / 2;
        return this == HEAP ? List.of("-Xmx" + mib + "m", "-Xms" + mib + "m") : List.of();
    }

    /** How long the generator sleeps before a message. */
    long sleepNanos() {
        return this == SLEEPS ? 1_000_000 : 0;
    }

    /** The ownership with the error in it. */
    <F> Ownership<F> in(Ownership<F> ownership) {
        return this == LOSES || this == ALTERS ? new Planted<>(ownership, this) : ownership;
    }

    private static final class Planted<F> implements Ownership<F> {
        private final Ownership<F> sound;
        private final GcPlant plant;
        private int count;

        Planted(Ownership<F> sound, GcPlant plant) {
            this.sound = sound;
            this.plant = plant;
        }

        @Override
        public F send(Order message) {
            return sound.send(message);
        }

        @Override
        public @Nullable Order receive(F frame) {
            Order order = sound.receive(frame);
            if (order != null && ++count % ONE_OF == 0) {
                if (plant == LOSES) {
                    return null;
                }
                order.uid++;
            }
            return order;
        }

        @Override
        public void discard(F frame) {
            sound.discard(frame);
        }
    }
}
