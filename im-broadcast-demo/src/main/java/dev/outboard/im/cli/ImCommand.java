package dev.outboard.im.cli;

import java.io.PrintWriter;
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
        subcommands = {ServeCommand.class, LoadCommand.class, TokenCommand.class})
public final class ImCommand implements Runnable {
    /** A check of the load's failed, or its books stayed open. */
    static final int CHECK_FAILED = 1;
    /** The command cannot be carried out as it stands here and now. */
    static final int UNUSABLE = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "command: none (expected: one of "
                        + String.join(", ", spec.subcommands().keySet()) + ")");
    }

    /** Says in one line why a command ends; returns {@code code}. */
    static int end(CommandSpec command, int code, Throwable reason) {
        PrintWriter err = command.commandLine().getErr();
        err.println(command.qualifiedName() + ": " + reason.getMessage());
        err.flush();
        return code;
    }
}
