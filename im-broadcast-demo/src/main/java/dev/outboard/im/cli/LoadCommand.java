package dev.outboard.im.cli;

import dev.outboard.codec.CodecUnavailableException;
import dev.outboard.im.load.LoadException;
import dev.outboard.im.load.LoadFile;
import dev.outboard.im.load.LoadOptions;
import dev.outboard.im.load.LoadReport;
import dev.outboard.im.load.LoadRun;
import dev.outboard.im.load.LoadTable;
import dev.outboard.im.load.LoadTerms;
import dev.outboard.im.load.RoamReport;
import dev.outboard.im.load.RoamRun;
import dev.outboard.im.load.RoamTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Loads a server and checks every delivery. */
@Command(
        name = "load",
        description =
                "Loads a server, checks every delivery, and ends with what became of every recipient. Exit code 1"
                        + " where that does not add up, a guarantee of the server's mode was broken, or the load was its own bottleneck.",
        showDefaultValues = true,
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--host", paramLabel = "ADDRESS", description = "The server.")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", description = "Its port.")
    private int port = 9000;

    @Option(names = "--connections", paramLabel = "N", description = "Users, each with a connection of its own.")
    private int connections = 2_000;

    @Option(names = "--groups", paramLabel = "N", description = "Groups.")
    private int groups = 40;

    @Option(names = "--group-size", paramLabel = "N", description = "Members of each, drawn at random.")
    private int groupSize = 500;

    @Option(names = "--publishers", paramLabel = "N", description = "Members of each who publish, by turns.")
    private int publishers = 1;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "closed (a message is sent when an earlier one has arrived everywhere) or open (at a rate).")
    private String mode = "closed";

    @Option(names = "--outstanding", paramLabel = "N", description = "Closed: messages under way at a time.")
    private int outstanding = 24;

    @Option(names = "--rate", paramLabel = "N", description = "Open: messages a second.")
    private double rate = 30;

    @Option(names = "--text", paramLabel = "N", description = "Characters of a message, one in eight Chinese.")
    private int textChars = 240;

    @Option(
            names = "--warmup",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "Load before the measured window.")
    private Duration warmup = Duration.ofSeconds(3);

    @Option(names = "--seconds", paramLabel = "N", description = "The measured window.")
    private int seconds = 10;

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long to wait for what is under way after that.")
    private Duration drain = Duration.ofSeconds(30);

    @Option(names = "--disconnect", paramLabel = "N", description = "Connections to close in the middle of the window.")
    private int disconnects;

    @Option(
            names = "--stalled",
            paramLabel = "N|N%",
            description = "Connections that stop reading with their first message, until the window is over.")
    private String stalled = "0";

    @Option(names = "--seed", paramLabel = "N", description = "Draws memberships and texts.")
    private long seed = 3;

    @Option(names = "--event-loops", paramLabel = "N", description = "Threads for the connections.")
    private int eventLoops = 1;

    @Option(names = "--codec", paramLabel = "CODEC", description = "Memory of the frames: auto, safe or unsafe.")
    private String codec = "auto";

    @Option(names = "--transport", paramLabel = "NAME", description = "Sockets: auto, epoll or nio.")
    private String transport = "auto";

    @Option(
            names = "--receive-buffer",
            paramLabel = "BYTES",
            description = "SO_RCVBUF of connections; 0 leaves it to the system.")
    private int receiveBuffer = 8 << 10;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes the result as JSON.")
    private @Nullable Path json;

    @Mixin
    private TlsFlags tls = new TlsFlags();

    @Option(
            names = "--tls-name",
            paramLabel = "NAME",
            description = "The name to expect in the server's certificate, in the place of the host's.")
    private @Nullable String tlsName;

    @Mixin
    private LoadFlags more = new LoadFlags();

    @Override
    public Integer call() throws IOException {
        try {
            LoadTerms terms = more.terms(connections).withTls(tls.client(tlsName));
            LoadOptions options = more.options(options(), terms);
            return more.recovers() ? roam(options, terms) : load(options, terms);
        } catch (LoadException e) {
            return ImCommand.end(spec, e.underWay() ? ImCommand.CHECK_FAILED : ImCommand.UNUSABLE, e);
        } catch (CodecUnavailableException e) {
            return ImCommand.end(spec, ImCommand.UNUSABLE, e);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private int load(LoadOptions options, LoadTerms terms) throws IOException {
        LoadReport report = LoadRun.run(options, terms, this::say);
        if (json != null) {
            LoadFile.write(json, report);
        }
        new LoadTable(spec.commandLine().getOut()).print(report);
        return more.exitCode(report.ok(), report.isVoid());
    }

    private int roam(LoadOptions options, LoadTerms terms) throws IOException {
        RoamReport report = RoamRun.run(options, terms, this::say);
        if (json != null) {
            LoadFile.write(json, report);
        }
        new RoamTable(spec.commandLine().getOut()).print(report);
        return more.exitCode(report.ok(), report.isVoid());
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(spec.qualifiedName() + ": " + line);
        err.flush();
    }

    private LoadOptions options() {
        boolean open = mode.equals("open");
        if (!open && !mode.equals("closed")) {
            throw new IllegalArgumentException("mode: " + mode + " (expected: closed or open)");
        }
        return new LoadOptions(
                host,
                port,
                connections,
                groups,
                more.drawsGroups() ? groupSize : Math.min(groupSize, connections),
                publishers,
                open ? 0 : outstanding,
                open ? rate : 0,
                textChars,
                warmup,
                Duration.ofSeconds(seconds),
                drain,
                disconnects,
                LoadOptions.countOf("stalled", stalled, connections),
                seed,
                eventLoops,
                codec,
                transport,
                receiveBuffer);
    }
}
