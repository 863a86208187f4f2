package dev.outboard.im.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group broadcast server and its load client; a subcommand of {@code outboard}. */
@Command(
        name = "im",
        description = "Group messaging: a broadcast server, and a load client that checks every delivery.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {ServeCommand.class, LoadCommand.class})
public final class ImCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "command: none (expected: serve or load)");
    }
}
