package dev.outboard.bench.cli;

import dev.outboard.bench.ask.AskCommand;
import dev.outboard.bench.broadcast.CompareCommand;
import dev.outboard.bench.demo.DemoCommand;
import dev.outboard.bench.prove.ProveCommand;
import dev.outboard.bench.run.Settings;
import dev.outboard.im.cli.ImCommand;
import java.io.PrintWriter;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The program behind {@code ./outboard}. Results go to standard output, progress and errors to standard error; an error
 * is one line. Exit codes: 0 fine, 1 a check failed or the work could not be done, 2 bad usage.
 */
@Command(
        name = "outboard",
        description = "RPC for Java whose messages never touch the heap.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {DemoCommand.class, ImCommand.class, AskCommand.class, BenchCommand.class})
public final class Outboard implements Runnable {
    static final int FAILED = 1;
    static final int BAD_USAGE = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        final int code = commandLine().execute(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** The commands with their error handling; output and error writer can be replaced. */
    static CommandLine commandLine() {
        final CommandLine program = new CommandLine(new Outboard());
        // Forks and reports, so it lives here; the server's module knows nothing of that.
        Objects.requireNonNull(program.getSubcommands().get("im"), "im")
                .addSubcommand(new CompareCommand())
                .addSubcommand(new ProveCommand());
        giveVersion(program);
        return program.setParameterExceptionHandler((e, args) -> {
                    report(e.getCommandLine(), e.getMessage() + " (see " + name(e.getCommandLine()) + " --help)");
                    return BAD_USAGE;
                })
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (Settings.stackTraces()) {
                        e.printStackTrace(command.getErr());
                    }
                    report(command, oneLine(e));
                    return e instanceof IllegalArgumentException ? BAD_USAGE : FAILED;
                });
    }

    private static void giveVersion(CommandLine command) {
        command.getCommandSpec().versionProvider(new VersionProvider());
        command.getSubcommands().values().forEach(Outboard::giveVersion);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "command: none (expected: demo, im, rpc or bench)");
    }

    private static void report(CommandLine command, String message) {
        final PrintWriter err = command.getErr();
        err.println(name(command) + ": " + message.lines().findFirst().orElse("failed"));
        err.flush();
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }

    /** The most precise message of a chain that has one, and the type where none has. */
    private static String oneLine(Throwable error) {
        String message = error.getMessage();
        for (Throwable cause = error.getCause(); cause != null && message == null; cause = cause.getCause()) {
            message = cause.getMessage();
        }
        return message == null ? error.getClass().getSimpleName() : message;
    }
}
