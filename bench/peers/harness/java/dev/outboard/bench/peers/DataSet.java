package dev.outboard.bench.peers;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The messages of one data set, in plain Java values. Immutable. */
public enum DataSet {
    /** The one object of the jvm-serializers benchmark. */
    MEDIA("media") {
        @Override
        Object message(SplittableRandom random) {
            return MediaContent.standard();
        }
    },
    /** 40 ASCII characters, snowflake id, no to three mentions. */
    CHAT("chat") {
        @Override
        Object message(SplittableRandom random) {
            return Chat.random(random, 40, false);
        }
    },
    /** The same with 20 Chinese characters. */
    CHAT_CJK("chat-cjk") {
        @Override
        Object message(SplittableRandom random) {
            return Chat.random(random, 20, true);
        }
    },
    /** Numbers: doubles, small deltas, flags. */
    TELEMETRY("telemetry") {
        @Override
        Object message(SplittableRandom random) {
            return Telemetry.random(random);
        }
    };

    /** Messages of a set, in rotation: a power of two. */
    public static final int COUNT = 256;

    private final String id;

    DataSet(String id) {
        this.id = id;
    }

    /** The name on the command line. */
    public String id() {
        return id;
    }

    /** The set called {@code id}. */
    public static DataSet of(String id) {
        return Arrays.stream(values())
                .filter(set -> set.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("data: " + id + " (expected: one of "
                        + Arrays.stream(values()).map(DataSet::id).toList() + ")"));
    }

    /** All messages, the same ones in every JVM. */
    public Object[] messages() {
        SplittableRandom random = new SplittableRandom(ordinal() + 7L);
        Object[] all = new Object[COUNT];
        for (int i = 0; i < COUNT; i++) {
            all[i] = message(random);
        }
        return all;
    }

    abstract Object message(SplittableRandom random);
}
