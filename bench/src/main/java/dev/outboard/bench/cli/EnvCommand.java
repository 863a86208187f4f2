package dev.outboard.bench.cli;

import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.run.Environment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Describes the machine, as every report does. */
@Command(
        name = "env",
        mixinStandardHelpOptions = true,
        description = "Prints what every report says about the machine and the JVM.")
final class EnvCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes it as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final Environment environment = Environment.captureWithNoise();
        final PrintWriter out = spec.commandLine().getOut();
        environment.lines().forEach((name, value) -> out.printf("%-18s%s%n", name, value));
        out.flush();
        if (json != null) {
            JsonReport.write(json, environment);
        }
        return 0;
    }
}
