package dev.outboard.bench.gc;

import dev.outboard.bench.report.JsonReport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Main class of a forked run: one arm under load, its figures into a file. Not for users. */
@Command(name = "gc-arm", description = "One run of the GC benchmark, in a JVM of its own.")
public final class GcArmMain implements Callable<Integer> {
    @Option(names = "--arm", required = true)
    private String arm = "";

    @Option(names = "--scenario")
    private String scenario = GcScenario.CODEC.id();

    @Option(names = "--rate", description = "Messages per second; 0: closed loop.")
    private int rate;

    @Option(names = "--min-pauses", description = "The window ends when it has seen so many collections; 0: by time.")
    private int minPauses;

    @Option(names = "--seconds", required = true, description = "The window's length; at most, with --min-pauses.")
    private int seconds;

    @Option(names = "--warmup")
    private int warmupSeconds = 2;

    @Option(names = "--live-mb")
    private int liveMib = 300;

    @Option(names = "--changes", description = "Per cent of the messages that write to the live set.")
    private int changesPercent = 1;

    @Option(names = "--budget-mb")
    private int budgetMib = 512;

    @Option(names = "--seed")
    private long seed = 1;

    @Option(names = "--plant")
    private String plant = GcPlant.NONE.id();

    @Option(names = "--out", required = true)
    private Path out = Path.of("");

    /** Runs one arm; the exit code is 0 where the result was written. */
    public static void main(String[] args) {
        int exitCode = new CommandLine(new GcArmMain())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println(e.toString().lines().findFirst().orElse("failed"));
                    return 1;
                })
                .execute(args);
        // Finalizers and Cleaners may have hundreds of thousands of frames to go; nobody waits for those.
        Runtime.getRuntime().halt(exitCode);
    }

    @Override
    public Integer call() throws Exception {
        ArmRun.Load load =
                new ArmRun.Load(GcScenario.of(scenario), rate, minPauses, seconds, warmupSeconds, changesPercent);
        ArmRun run = new ArmRun(GcArm.of(arm), load, liveMib, budgetMib, seed, GcPlant.of(plant));
        ArmResult result = run.execute();
        JsonReport.write(out, result);
        return 0;
    }
}
