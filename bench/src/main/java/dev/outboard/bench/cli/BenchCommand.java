package dev.outboard.bench.cli;

import dev.outboard.bench.all.AllCommand;
import dev.outboard.bench.broadcast.BroadcastCommand;
import dev.outboard.bench.cleanup.CleanupCommand;
import dev.outboard.bench.codec.CodecCommand;
import dev.outboard.bench.epsilon.EpsilonCommand;
import dev.outboard.bench.gc.GcCommand;
import dev.outboard.bench.hostile.HostileCommand;
import dev.outboard.bench.rpc.RpcCommand;
import dev.outboard.bench.soak.SoakCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The benchmarks, one by one or all of them. */
@Command(
        name = "bench",
        description = "Runs one benchmark or all: contenders in JVMs of their own, interleaved.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {
            GcCommand.class,
            BroadcastCommand.class,
            CodecCommand.class,
            RpcCommand.class,
            EpsilonCommand.class,
            CleanupCommand.class,
            SoakCommand.class,
            HostileCommand.class,
            AllCommand.class,
            EnvCommand.class
        })
final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "benchmark: none (expected: gc, broadcast, codec, rpc, epsilon, cleanup, soak, hostile, all or env)");
    }
}
