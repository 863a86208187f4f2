package dev.outboard.rpc.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.Status;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ServerMetricsTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final ServerMetrics metrics = new ServerMetrics(registry);

    private Rig rig() {
        return new Rig(server -> server.observer(metrics));
    }

    private Timer duration(String method, String code) {
        return registry.get("rpc.server.duration")
                .tag("rpc.service", Rig.SERVICE)
                .tag("rpc.method", method)
                .tag("rpc.response.status_code", code)
                .timer();
    }

    private long count(String name) {
        return registry.find(name).timers().stream().mapToLong(Timer::count).sum();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    @Test
    void calls_areTimedByMethodAndStatus() {
        try (Rig rig = rig()) {
            Rig.call(rig.connection, Rig.ECHO, 8);
            Rig.call(rig.connection, Rig.ECHO, 8);
            Rig.call(rig.connection, Rig.ECHO_ON_WORKERS, 8);
            assertThatThrownBy(() -> Rig.call(rig.connection, Rig.DENY, 8)).isInstanceOf(RpcException.class);
            assertThatThrownBy(() -> Rig.call(rig.connection, Rig.THROW, 8)).isInstanceOf(RpcException.class);
            rig.connection.oneWay(Rig.SINK, Rig.bytes(8));
            Await.until("told", () -> count("rpc.server.duration") == 6);
        }
        assertThat(duration("Echo", "OK").count()).isEqualTo(2);
        assertThat(duration("Echo", "OK").totalTime(TimeUnit.NANOSECONDS)).isPositive();
        assertThat(duration("EchoOnWorkers", "OK").count()).isEqualTo(1);
        assertThat(duration("Deny", "PERMISSION_DENIED").count()).isEqualTo(1);
        assertThat(duration("Throw", "INTERNAL").count()).isEqualTo(1);
        assertThat(duration("Sink", "OK").count()).isEqualTo(1);
        assertThat(count("rpc.server.queue")).isEqualTo(6);
    }

    @Test
    void sizes_areOfBodies() {
        try (Rig rig = rig()) {
            Rig.call(rig.connection, Rig.ECHO, 100);
            Await.until("told", () -> count("rpc.server.duration") == 1);
        }
        assertThat(registry.get("rpc.server.request.size").summary().totalAmount())
                .isEqualTo(100);
        assertThat(registry.get("rpc.server.response.size").summary().totalAmount())
                .isEqualTo(100);
        assertThat(registry.get("rpc.server.request.size").meter().getId().getBaseUnit())
                .isEqualTo("bytes");
    }

    @Test
    void active_countsCallsThatGoOn() {
        try (Rig rig = rig()) {
            Ignored end = new Ignored();
            rig.connection.call(Rig.PARK, Rig.bytes(8), Rig.OPTIONS, end);
            Await.until("parked", () -> !rig.parked.isEmpty());
            assertThat(gauge("rpc.server.active")).isEqualTo(1);
            rig.parked.remove().complete();
            Await.until("told", () -> gauge("rpc.server.active") == 0);
            // One whose client is gone ends as well.
            rig.connection.call(Rig.PARK, Rig.bytes(8), Rig.OPTIONS, end);
            Await.until("parked", () -> !rig.parked.isEmpty());
            rig.connection.close();
            Await.until("gone", () -> rig.parked.element().cancelled());
            rig.parked.remove().complete();
            Await.until("told", () -> gauge("rpc.server.active") == 0);
        }
    }

    @Test
    void methodsThatClientsMakeUp_makeNoMeters() {
        try (Rig rig = rig()) {
            for (int i = 0; i < 20; i++) {
                Method madeUp = Method.unary(Rig.SERVICE + "/MadeUp" + i);
                assertThatThrownBy(() -> Rig.call(rig.connection, madeUp, 8)).isInstanceOf(RpcException.class);
            }
            Await.until("told", () -> count("rpc.server.duration") == 20);
        }
        Timer other = registry.get("rpc.server.duration").timer();
        assertThat(other.getId().getTag("rpc.method")).isEqualTo("other");
        assertThat(other.getId().getTag("rpc.response.status_code")).isEqualTo("UNIMPLEMENTED");
    }

    @Test
    void server_showsItsMemoryAndQueues() {
        try (Rig rig = rig()) {
            metrics.bind(rig.server);
            rig.connection.call(Rig.PARK, Rig.bytes(8), Rig.OPTIONS, new Ignored());
            Await.until("parked", () -> !rig.parked.isEmpty());
            assertThat(gauge("rpc.server.connections")).isEqualTo(1);
            assertThat(gauge("rpc.server.queued")).isZero();
            assertThat(gauge("rpc.server.memory.budget")).isEqualTo(64 << 20);
            assertThat(gauge("rpc.server.memory.used")).isPositive();
            assertThat(gauge("rpc.server.memory.reserved")).isGreaterThanOrEqualTo(gauge("rpc.server.memory.used"));
            assertThat(registry.get("rpc.server.memory.lost").functionCounter().count())
                    .isZero();
            assertThatThrownBy(() -> Rig.call(rig.connection, Rig.THROW, 8)).isInstanceOf(RpcException.class);
            assertThat(registry.get("rpc.server.failures").functionCounter().count())
                    .isEqualTo(1);
        }
    }

    @Test
    void twoServers_areToldApartByTags() {
        ServerMetrics other = new ServerMetrics(registry, List.of(Tag.of("server", "other")));
        try (Rig first = rig();
                Rig second = new Rig(server -> server.observer(other))) {
            metrics.bind(first.server);
            other.bind(second.server);
            Rig.call(second.connection, Rig.ECHO, 8);
            Await.until("told", () -> count("rpc.server.duration") == 1);
        }
        assertThat(registry.get("rpc.server.duration").timer().getId().getTag("server"))
                .isEqualTo("other");
        assertThat(registry.find("rpc.server.connections").gauges()).hasSize(2);
    }

    @Test
    void close_takesAllMetersBack() {
        try (Rig rig = rig()) {
            metrics.bind(rig.server);
            Rig.call(rig.connection, Rig.ECHO, 8);
            Await.until("told", () -> count("rpc.server.duration") == 1);
        }
        metrics.close();
        assertThat(registry.getMeters()).extracting(Meter::getId).isEmpty();
    }

    @Test
    void prometheus_namesUnits() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (Rig rig = new Rig(server -> server.observer(new ServerMetrics(prometheus)))) {
            new ServerMetrics(prometheus).bind(rig.server);
            Rig.call(rig.connection, Rig.ECHO, 8);
            Await.until("told", () -> prometheus.scrape().contains("rpc_server_duration_seconds_count{"));
            assertThat(prometheus.scrape())
                    .contains("rpc_response_status_code=\"OK\"", "rpc_method=\"Echo\"")
                    .contains("rpc_server_request_size_bytes_sum", "rpc_server_memory_used_bytes ")
                    .contains("rpc_server_connections_accepted_connections_total 1.0");
        }
    }

    /** Takes the end of a call that nobody waits for. */
    private static final class Ignored implements ReplyHandler {
        @Override
        public void onReply(WireReader reply) {
            // Nobody waits for it.
        }

        @Override
        public void onFailure(Status status) {
            // Nobody waits for it.
        }
    }
}
