package dev.outboard.bench.codec;

import dev.outboard.bench.run.Jdk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What {@link CodecBench} is to run.
 *
 * @param contenders the libraries
 * @param data data sets by name
 * @param jdks what they run on
 * @param operations what is timed
 * @param rounds interleaved rounds; in each every contender runs every operation on every data set once on every JDK, in a
 *     new JVM
 * @param warmups iterations before the measured ones
 * @param iterations measured iterations of each run
 * @param iterationMillis length of an iteration
 */
public record CodecPlan(
        List<Contender> contenders,
        List<String> data,
        List<Jdk> jdks,
        List<Operation> operations,
        int rounds,
        int warmups,
        int iterations,
        int iterationMillis) {
    /** Data sets by name: media, chat (ASCII), the same in Chinese, telemetry. */
    static final List<String> DATA = List.of("media", "chat", "chat-cjk", "telemetry");

    /** Checks what a command line can get wrong. */
    public CodecPlan {
        contenders = List.copyOf(contenders);
        data = List.copyOf(data);
        jdks = List.copyOf(jdks);
        operations = List.copyOf(operations);
        for (String set : data) {
            if (!DATA.contains(set)) {
                throw new IllegalArgumentException(
                        "data: " + set + " (expected: one of " + String.join(", ", DATA) + ")");
            }
        }
        check("rounds", rounds, 1, 1000);
        check("warm-ups", warmups, 0, 1000);
        check("iterations", iterations, 1, 1000);
        check("iteration milliseconds", iterationMillis, 1, 60_000);
    }

    /** One of all operations. */
    CodecPlan(
            List<Contender> contenders,
            List<String> data,
            List<Jdk> jdks,
            int rounds,
            int warmups,
            int iterations,
            int iterationMillis) {
        this(contenders, data, jdks, List.of(Operation.values()), rounds, warmups, iterations, iterationMillis);
    }

    /** Ours and those of these that are built, with the chat message on the running JDK: a minute. */
    static CodecPlan brief(List<Contender> peers) {
        List<Contender> contenders = new ArrayList<>(List.of(Contender.OUTBOARD_UNSAFE, Contender.OUTBOARD_SAFE));
        contenders.addAll(peers);
        return new CodecPlan(
                contenders,
                List.of("chat"),
                List.of(Jdk.running()),
                List.of(Operation.ENCODE, Operation.DECODE),
                4,
                6,
                3,
                150);
    }

    /** Three data sets, three rounds. */
    public static CodecPlan quick() {
        return new CodecPlan(
                Arrays.asList(Contender.values()),
                List.of("media", "chat", "telemetry"),
                Jdk.oldestAndNewest(),
                3,
                4,
                4,
                150);
    }

    /** Every contender with two of the data sets in three shorter rounds, texts as Strings: what a full suite has time for. */
    static CodecPlan profile() {
        return new CodecPlan(
                Arrays.asList(Contender.values()),
                List.of("media", "chat"),
                Jdk.oldestAndNewest(),
                List.of(Operation.ENCODE, Operation.DECODE),
                3,
                4,
                3,
                150);
    }

    /** Everything, five longer rounds. */
    public static CodecPlan full() {
        return new CodecPlan(Arrays.asList(Contender.values()), DATA, Jdk.oldestAndNewest(), 5, 5, 5, 300);
    }

    /** Ours once at a tiny scale: shows that it works, not how fast anything is. */
    public static CodecPlan smoke() {
        return new CodecPlan(
                List.of(Contender.OUTBOARD_UNSAFE, Contender.OUTBOARD_SAFE), DATA, List.of(Jdk.running()), 1, 1, 1, 20);
    }

    /** Whether it runs long enough for its figures to say anything. */
    boolean isSound() {
        return iterations > 1;
    }

    private static void check(String name, int actual, int least, int most) {
        if (actual < least || actual > most) {
            throw new IllegalArgumentException(name + ": " + actual + " (expected: " + least + " to " + most + ")");
        }
    }
}
