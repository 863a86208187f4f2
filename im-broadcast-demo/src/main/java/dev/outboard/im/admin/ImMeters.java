package dev.outboard.im.admin;

import dev.outboard.im.config.LiveConfiguration;
import dev.outboard.im.server.Figure;
import dev.outboard.rpc.CallObserver;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.micrometer.ServerMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/** The meters of one process: of the JVM, of the RPC, of the chat. Any thread. */
public final class ImMeters implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ServerMetrics calls = new ServerMetrics(registry);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** With those of the JVM. */
    public ImMeters() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /** What counts calls; for the server's wiring. */
    public CallObserver calls() {
        return calls;
    }

    /** Adds the meters of the RPC server. <em>Borrows</em> it. */
    public void bind(RpcServer server) {
        calls.bind(server);
    }

    /** Adds the figures of the chat. */
    public void bind(List<Figure> figures) {
        for (Figure figure : figures) {
            Tags tags = figure.reason().isEmpty() ? Tags.empty() : Tags.of("reason", figure.reason());
            if (figure.counter()) {
                FunctionCounter.builder(figure.name(), figure, f -> f.value().getAsLong())
                        .description(figure.description())
                        .tags(tags)
                        .register(registry);
            } else {
                Gauge.builder(figure.name(), figure, f -> f.value().getAsLong())
                        .description(figure.description())
                        .tags(tags)
                        .strongReference(true)
                        .register(registry);
            }
        }
    }

    /** Adds the version of the configuration. */
    public void bind(LiveConfiguration live) {
        Gauge.builder("im.config.version", live, l -> l.state().version())
                .description("The version in force")
                .strongReference(true)
                .register(registry);
        Gauge.builder("im.config.refused", live, l -> l.state().refusal() == null ? 0 : 1)
                .description("1 where the last change was refused")
                .strongReference(true)
                .register(registry);
    }

    /** All of them in Prometheus's text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        calls.close();
        registry.close();
    }
}
