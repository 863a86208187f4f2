package dev.outboard.im.cli;

import dev.outboard.im.admin.AdminRoutes;
import dev.outboard.im.admin.AdminServer;
import dev.outboard.im.admin.ImMeters;
import dev.outboard.im.config.Configuration;
import dev.outboard.im.config.FileWatch;
import dev.outboard.im.config.LiveConfiguration;
import dev.outboard.im.server.ChatLimits;
import dev.outboard.im.server.ImServer;
import dev.outboard.im.server.ImWiring;
import dev.outboard.rpc.TlsOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs beside the server: the live configuration, the watch of its file, meters and the admin endpoint. Used by the command's
 * thread: {@link #prepare}, {@link #wiring}, {@link #start}, {@link #draining}, {@link #close}.
 */
final class Operations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
    /** More than the launcher gives a JVM of the profile edge. */
    private static final long EDGE_HEAP_BYTES = 256 << 20;

    private final ServeSettings settings;
    private final OpsOptions options;
    private final LiveConfiguration live;
    private final @Nullable ImMeters meters;
    private volatile boolean ready;
    private @Nullable AdminServer admin;
    private @Nullable FileWatch watch;

    private Operations(ServeSettings settings, OpsOptions options) {
        this.settings = settings;
        this.options = options;
        this.live = settings.live();
        this.meters = options.adminPort < 0 ? null : new ImMeters();
    }

    /** @throws IllegalArgumentException for a setting that cannot be used */
    static Operations prepare(ServeSettings settings, OpsOptions options) {
        if (options.adminPort < -1 || options.adminPort > 65_535) {
            throw new IllegalArgumentException("admin-port: " + options.adminPort + " (expected: -1 to 65535)");
        }
        Logs.format(options.logFormat);
        long heap = Runtime.getRuntime().maxMemory();
        if (options.profile.equals(Profiles.EDGE) && heap > EDGE_HEAP_BYTES) {
            LOG.warn("profile edge: a heap of {} MiB (expected: the JVM flags that ./outboard gives it)", heap >> 20);
        }
        return new Operations(settings, options);
    }

    /** What the server is to be connected to. */
    ImWiring wiring(@Nullable TlsOptions tls) {
        ImMeters all = meters;
        return all == null
                ? new ImWiring(tls, options.maxConnections, List.of(), server -> {})
                : new ImWiring(tls, options.maxConnections, List.of(all.calls()), all::bind);
    }

    /**
     * Puts the settings that are live in force, and begins to listen for changes.
     *
     * @throws IllegalArgumentException for one of them that cannot be used, or an address that cannot be bound
     */
    void start(ImServer server) {
        live.add(next -> Logs.level(next.string("log-level")));
        live.add(next -> {
            ChatLimits limits = chatLimits(next);
            return () -> server.limits(limits);
        });
        ready = true;
        if (meters != null) {
            meters.bind(server.figures());
            meters.bind(live);
            admin = AdminServer.start(
                    options.adminHost,
                    options.adminPort,
                    AdminRoutes.of(() -> ready, server::parts, meters::scrape, live));
        }
        watch = settings.watch(live, FileWatch.INTERVAL);
    }

    private static ChatLimits chatLimits(Configuration next) {
        return new ChatLimits(
                next.integer("max-text-bytes"),
                next.integer("max-name-bytes"),
                next.integer("max-mentions"),
                next.integer("max-users"),
                next.integer("max-groups"),
                next.integer("max-groups-per-user"));
    }

    /** Says where the admin endpoint listens, if it does. */
    void print(PrintWriter out) {
        if (admin != null) {
            out.printf(Locale.ROOT, "admin on %s:%d%n", options.adminHost, admin.port());
        }
    }

    /** The server is about to drain: it is alive, and not ready for more. */
    void draining() {
        ready = false;
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        if (admin != null) {
            admin.close();
        }
        if (meters != null) {
            meters.close();
        }
    }
}
