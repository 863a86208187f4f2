package dev.outboard.im.cli;

import picocli.CommandLine;

/** The command as a program of its own, with errors in one line, as {@code outboard} has them. */
final class ImMain {
    private ImMain() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ImCommand()).setParameterExceptionHandler((e, args) -> {
            e.getCommandLine().getErr().println(e.getMessage());
            return 2;
        });
    }
}
