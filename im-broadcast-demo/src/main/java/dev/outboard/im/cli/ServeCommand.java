package dev.outboard.im.cli;

import dev.outboard.codec.CodecUnavailableException;
import dev.outboard.im.backplane.BackplaneException;
import dev.outboard.im.config.ConfigException;
import dev.outboard.im.server.ChatOptions;
import dev.outboard.im.server.ImServer;
import dev.outboard.im.server.ImServerOptions;
import dev.outboard.rpc.DrainReport;
import dev.outboard.rpc.RpcException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the server until a signal. */
@Command(
        name = "serve",
        description = "Runs the broadcast server. SIGTERM or SIGINT drains and ends it; a second one ends it at once.",
        showDefaultValues = true,
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on.")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", description = "Port to listen on; 0 takes any that is free.")
    private int port = 9000;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description =
                    "Fan-out: pool (fixed workers, bounded queues, encoded once), event-loop (the connections' own"
                            + " loops, encoded once), per-recipient and per-recipient-virtual (a blocking task per recipient and"
                            + " message), channel-group (Netty's); for comparison pool-blocking, pool-encode-each,"
                            + " queue-unbounded.")
    private String mode = ImServerOptions.POOL;

    @Option(names = "--codec", paramLabel = "CODEC", description = "Memory of the frames: auto, safe or unsafe.")
    private String codec = "auto";

    @Option(names = "--transport", paramLabel = "NAME", description = "Sockets: auto, epoll or nio.")
    private String transport = "auto";

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Fan-out threads of the modes pool... and queue-unbounded.")
    private int workers = 4;

    @Option(
            names = "--queue",
            paramLabel = "N",
            description = "Messages that may wait for each of them, or for each event loop.")
    private int queue = 16_384;

    @Option(names = "--event-loops", paramLabel = "N", description = "Threads for sockets.")
    private int eventLoops = 2;

    @Option(names = "--rpc-workers", paramLabel = "N", description = "Threads that handle calls.")
    private int rpcWorkers = 4;

    @Option(
            names = "--outbound-bytes",
            paramLabel = "BYTES",
            description = "What may wait for one slow connection before it misses messages.")
    private int outboundBytes = 256 << 10;

    @Option(
            names = "--send-buffer",
            paramLabel = "BYTES",
            description = "SO_SNDBUF of connections; 0 leaves it to the system.")
    private int sendBuffer = 16 << 10;

    @Option(
            names = "--budget",
            paramLabel = "MIB",
            description = "Off-heap memory to reserve at most; 0 sets no bound.")
    private int budgetMib;

    @Option(
            names = "--push-timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long a push blocks, in the modes per-recipient... and pool-blocking.")
    private Duration pushTimeout = Duration.ofSeconds(5);

    @Mixin
    private OpsOptions ops = new OpsOptions();

    @Mixin
    private TlsFlags tls = new TlsFlags();

    @Mixin
    private BackplaneFlags backplane = new BackplaneFlags();

    @Mixin
    private ChatFlags chat = new ChatFlags();

    @Mixin
    private WebFlags web = new WebFlags();

    @Override
    public Integer call() throws InterruptedException {
        ServeSettings settings;
        try {
            settings = ServeSettings.resolve(spec, System.getenv());
        } catch (ConfigException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        if (ops.printConfig) {
            settings.print(spec.commandLine().getOut());
            return 0;
        }
        return serve(settings);
    }

    private int serve(ServeSettings settings) throws InterruptedException {
        Signals signals = Signals.listen();
        PrintWriter out = spec.commandLine().getOut();
        ImServerOptions options = options();
        try (Operations operations = Operations.prepare(settings, ops);
                ImServer server = start(options, operations);
                WebFlags browsers = web) {
            operations.start(server);
            browsers.start(server);
            out.printf(
                    Locale.ROOT,
                    "listening on %s:%d mode=%s codec=%s transport=%s jdk=%s workers=%d queue=%d access=%s heap=%dm%n",
                    host,
                    server.port(),
                    mode,
                    server.codec(),
                    server.transport(),
                    Runtime.version(),
                    workers,
                    queue,
                    chat.access(),
                    Runtime.getRuntime().maxMemory() >> 20);
            operations.print(out);
            browsers.print(out);
            out.flush();
            signals.await();
            operations.draining();
            print(out, server.drain(ops.drainTimeout, ops.reconnectTo), server.summary());
            return 0;
        } catch (CodecUnavailableException
                | RpcException
                | IllegalArgumentException
                | ConfigException
                | BackplaneException e) {
            return ImCommand.end(spec, ImCommand.UNUSABLE, e);
        }
    }

    private ImServer start(ImServerOptions options, Operations operations) {
        ChatOptions chatOptions = chatOptions();
        return ImServer.start(
                options,
                chatOptions,
                web.wire(operations.wiring(tls.server())).withSharing(backplane.sharing(chatOptions)));
    }

    private static void print(PrintWriter out, DrainReport report, String books) {
        out.printf(
                Locale.ROOT,
                "drained %d connections in %d ms, %d cut off; calls completed %d, moved %d, failed %d; %s%n",
                report.connections(),
                report.elapsed().toMillis(),
                report.forced(),
                report.completedCalls(),
                report.movedCalls(),
                report.abandonedCalls(),
                books);
        out.flush();
    }

    private ChatOptions chatOptions() {
        try {
            return chat.options();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private ImServerOptions options() {
        try {
            return new ImServerOptions(
                    host,
                    port,
                    mode,
                    codec,
                    transport,
                    eventLoops,
                    rpcWorkers,
                    workers,
                    queue,
                    outboundBytes,
                    sendBuffer,
                    (long) budgetMib << 20,
                    pushTimeout);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
