package dev.outboard.rpc.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.BlockingStream;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcChannel;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.channel.ManagedChannel;
import dev.outboard.rpc.channel.ManagedChannelBuilder;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ClientMetricsTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final ClientMetrics metrics = new ClientMetrics(registry);

    private Timer duration(Method method, String code) {
        return registry.get("rpc.client.duration")
                .tag("rpc.service", Rig.SERVICE)
                .tag("rpc.method", method.name())
                .tag("rpc.response.status_code", code)
                .timer();
    }

    private double active() {
        return registry.find("rpc.client.active").gauges().stream()
                .mapToDouble(gauge -> gauge.value())
                .sum();
    }

    @Test
    void calls_areTimedByMethodAndStatus() {
        try (Rig rig = new Rig(server -> server)) {
            RpcChannel channel = rig.connection.intercepted(metrics.interceptor());
            Rig.call(channel, Rig.ECHO, 100);
            assertThatThrownBy(() -> Rig.call(channel, Rig.DENY, 8)).isInstanceOf(RpcException.class);
            channel.oneWay(Rig.SINK, Rig.bytes(8));
            assertThat(duration(Rig.ECHO, "OK").count()).isEqualTo(1);
            assertThat(duration(Rig.ECHO, "OK").totalTime(TimeUnit.NANOSECONDS)).isPositive();
            assertThat(duration(Rig.DENY, "PERMISSION_DENIED").count()).isEqualTo(1);
            assertThat(duration(Rig.SINK, "OK").count()).isEqualTo(1);
            assertThat(registry.get("rpc.client.request.size")
                            .tag("rpc.method", "Echo")
                            .summary()
                            .totalAmount())
                    .isEqualTo(100);
            assertThat(active()).isZero();
        }
    }

    @Test
    void streams_areTimedFromOpeningToEnd() throws Exception {
        try (Rig rig = new Rig(server -> server)) {
            RpcChannel channel = rig.connection.intercepted(metrics.interceptor());
            try (BlockingStream<Integer> stream =
                    BlockingStream.open(channel, Rig.BACK, Rig.OPTIONS, WireReader::length)) {
                stream.send(Rig.bytes(20));
                assertThat(stream.next()).isEqualTo(20);
                assertThat(active()).isEqualTo(1);
                stream.end();
                assertThat(stream.next()).isNull();
            }
            assertThat(duration(Rig.BACK, "OK").count()).isEqualTo(1);
            assertThat(registry.get("rpc.client.response.size").summary().totalAmount())
                    .isEqualTo(20);
            assertThat(active()).isZero();
        }
    }

    @Test
    void callsOfAManagedChannel_areMeasured_alsoThoseThatFindNoServer() {
        try (Rig rig = new Rig(server -> server)) {
            String target = "static:///127.0.0.1:" + rig.server.port();
            ManagedChannel channel =
                    ManagedChannelBuilder.of(target, rig.client).build();
            RpcChannel measured = channel.intercepted(metrics.interceptor());
            Rig.call(measured, Rig.ECHO, 8);
            assertThat(duration(Rig.ECHO, "OK").count()).isEqualTo(1);
            channel.close();
            assertThatThrownBy(() -> Rig.call(measured, Rig.ECHO, 8)).isInstanceOf(RpcException.class);
            assertThat(duration(Rig.ECHO, "UNAVAILABLE").count()).isEqualTo(1);
        }
    }

    @Test
    void memory_isShown_andCloseTakesAllMetersBack() {
        try (Rig rig = new Rig(server -> server)) {
            metrics.bind(rig.client);
            Rig.call(rig.connection.intercepted(metrics.interceptor()), Rig.ECHO, 8);
            assertThat(registry.get("rpc.client.memory.reserved").gauge().value())
                    .isPositive();
        }
        metrics.close();
        assertThat(registry.getMeters()).extracting(Meter::getId).isEmpty();
    }
}
