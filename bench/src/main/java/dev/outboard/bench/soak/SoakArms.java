package dev.outboard.bench.soak;

import dev.outboard.bench.gc.GcArm;
import dev.outboard.bench.gc.LimitedArms;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Noise;
import dev.outboard.bench.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Runs every arm of the GC benchmark under a limit on native memory, one after the other, and counts what they refuse. */
final class SoakArms {
    /** Start, live set and warm-up of an arm. */
    static final int AROUND_SECONDS = 6;

    private SoakArms() {}

    static ArmsReport run(List<GcArm> arms, int seconds, Path work, Progress progress)
            throws IOException, InterruptedException {
        final String created = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Files.createDirectories(work);
        final List<ArmCount> counts = new ArrayList<>();
        final List<GcArm> able = able(arms);
        for (GcArm arm : able) {
            counts.add(one(arm, seconds, work, able.size() - counts.size(), progress));
        }
        return new ArmsReport(
                created,
                Environment.capture(),
                seconds,
                LimitedArms.limitMib(),
                LimitedArms.offeredPerSecond(),
                counts,
                notes(arms, counts, seconds));
    }

    /** Those that run on this JVM. */
    static List<GcArm> able(List<GcArm> arms) {
        return arms.stream()
                .filter(arm -> LimitedArms.unavailable(arm).isEmpty())
                .toList();
    }

    /** One arm in a JVM of its own; {@code left} with it is how many are to come. */
    static ArmCount one(GcArm arm, int seconds, Path work, int left, Progress progress) throws InterruptedException {
        progress.stage("out of memory: " + arm.id(), Duration.ofSeconds((long) left * (seconds + AROUND_SECONDS)));
        return ArmCount.of(arm, LimitedArms.run(arm, seconds, work));
    }

    static List<String> notes(List<GcArm> arms, List<ArmCount> counts, int seconds) {
        final List<String> notes = new ArrayList<>();
        arms.forEach(arm ->
                LimitedArms.unavailable(arm).ifPresent(reason -> notes.add(arm.id() + " was left out: " + reason)));
        notes.add(
                "The article counts alerts over days: 3.2 a day before, none in a week after. A week cannot be shown in "
                        + (seconds < 120 ? seconds + " s" : seconds / 60 + " minutes")
                        + ", and a limit that is reached in seconds is another load than one that is reached in hours. What can be shown is"
                        + " which arms reach a limit at all, and what those that do not pay for it.");
        final long noisy = counts.stream()
                .filter(count -> count.foreignCores() > Noise.NOISY_CORES)
                .count();
        notes.add("Others used more than " + Noise.NOISY_CORES + " cores in " + noisy + " of " + counts.size()
                + " runs; counts of refusals do not hang on that much, latencies do.");
        return notes;
    }
}
