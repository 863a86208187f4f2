package dev.outboard.bench.epsilon;

import dev.outboard.bench.rpc.ours.OutboardPeer;
import dev.outboard.bench.rpc.ours.PublishPeer;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be shown, and on how many calls.
 *
 * @param calls of the run without a collector
 * @param codecs safe, unsafe or both
 * @param countedCalls of each counted run with many calls in flight; messages delivered, where calls publish
 * @param countedSingly of each counted run with one call in flight, which takes a wake-up on each side per call; 0 leaves
 *     only the busiest cell of calls on the event loops
 * @param sound whether the counted runs are long enough for the bar to mean anything
 */
record EpsilonPlan(long calls, List<String> codecs, long countedCalls, long countedSingly, boolean sound) {
    private static final long MOST = 1_000_000_000_000L;
    private static final List<String> ALL_CODECS = List.of("unsafe", "safe");
    private static final String PUBLISH = "publish";
    private static final List<String> EXECUTIONS = List.of("loop", "workers");

    EpsilonPlan {
        codecs = List.copyOf(codecs);
        if (calls < 1 || calls > MOST) {
            throw new IllegalArgumentException("calls: " + calls + " (expected: 1 to " + MOST + ")");
        }
    }

    static EpsilonPlan smoke(String codec) {
        return new EpsilonPlan(100_000, codecs(codec), 20_000, 1_000, false);
    }

    /** Counted runs of a tenth of the calls. */
    static EpsilonPlan of(long calls, String codec) {
        return new EpsilonPlan(calls, codecs(codec), calls / 10 + 1, calls / 200 + 1, calls >= 10_000_000);
    }

    /** Counted runs of as many calls as the one without a collector; one at a time, a tenth of them. */
    static EpsilonPlan full(long calls, String codec) {
        return new EpsilonPlan(calls, codecs(codec), calls, calls / 10 + 1, calls >= 1_000_000);
    }

    /** Two million calls without a collector, and a million counted in the busiest cell: half a minute for both codecs. */
    static EpsilonPlan brief() {
        return new EpsilonPlan(2_000_000, ALL_CODECS, 1_000_000, 0, true);
    }

    private static List<String> codecs(String codec) {
        return switch (codec) {
            case "both" -> ALL_CODECS;
            case "safe", "unsafe" -> List.of(codec);
            default -> throw new IllegalArgumentException("codec: " + codec + " (expected: safe, unsafe or both)");
        };
    }

    /**
     * A client's and a server's JVM.
     *
     * @param collector whether there is one
     */
    record Task(
            String codec,
            String execution,
            int connections,
            int inFlight,
            long warmupCalls,
            long calls,
            boolean collector) {
        String cell() {
            return publishes() ? "1 to " + PublishPeer.SUBSCRIBERS : connections + "x" + inFlight;
        }

        /** Whether a call is a message to many. */
        boolean publishes() {
            return execution.equals(PUBLISH);
        }

        /** Messages that a call brings, each of which the bar is for. */
        int messagesPerCall() {
            return publishes() ? PublishPeer.SUBSCRIBERS : 1;
        }

        String peerClass() {
            return (publishes() ? PublishPeer.class : OutboardPeer.class).getName();
        }

        /** For the files of a journal. */
        String name() {
            return mode() + "-" + connections + "x" + inFlight + (collector ? "-counted" : "-epsilon");
        }

        /** As the benchmark's contender takes it. */
        String mode() {
            return codec + "-" + execution;
        }

        @Override
        public String toString() {
            return mode() + ", " + cell() + (collector ? "" : ", no collector");
        }
    }

    List<Task> tasks() {
        List<Task> tasks = new ArrayList<>();
        for (String codec : codecs) {
            tasks.add(new Task(codec, "loop", 16, 32, 0, calls, false));
        }
        if (countedSingly == 0) {
            for (String codec : codecs) {
                tasks.add(new Task(codec, "loop", 16, 32, countedCalls / 2, countedCalls, true));
            }
            return tasks;
        }
        for (String codec : codecs) {
            for (String execution : EXECUTIONS) {
                tasks.add(new Task(codec, execution, 1, 1, countedSingly / 2, countedSingly, true));
                tasks.add(new Task(codec, execution, 1, 128, countedCalls / 2, countedCalls, true));
                tasks.add(new Task(codec, execution, 16, 32, countedCalls / 2, countedCalls, true));
            }
            long publishes = countedCalls / PublishPeer.SUBSCRIBERS + 1;
            tasks.add(new Task(codec, PUBLISH, 1, 1, publishes / 2, publishes, true));
        }
        return tasks;
    }
}
