package dev.outboard.bench.ask;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asks a running server; a subcommand of {@code outboard}. */
@Command(
        name = "rpc",
        description = "Asks a running server, by its health service and its reflection.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {ListCommand.class, HealthCommand.class, DescribeCommand.class})
public final class AskCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Made by picocli. */
    public AskCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "command: none (expected: list, health or describe)");
    }
}
