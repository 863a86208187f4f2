package dev.outboard.bench.hostile;

import dev.outboard.bench.report.JsonReport;
import java.nio.file.Path;
import java.util.Arrays;

/** Main class of the JVM in which accidents are watched, so that nothing else is in it. Arguments: {@code codec calls work scenario...}. */
public final class FaultMain {
    /** What a line begins with that says that a scenario's row is written. */
    static final String DONE = "done ";

    private FaultMain() {}

    public static void main(String[] args) throws Exception {
        Path work = Path.of(args[2]);
        for (String name : Arrays.asList(args).subList(3, args.length)) {
            FaultScenario scenario = FaultScenario.valueOf(name);
            JsonReport.write(file(work, scenario, args[0]), scenario.run(args[0], Integer.parseInt(args[1]), work));
            System.out.println(DONE + name);
        }
    }

    static Path file(Path work, FaultScenario scenario, String codec) {
        return work.resolve(scenario.id() + "-" + codec + ".json");
    }
}
