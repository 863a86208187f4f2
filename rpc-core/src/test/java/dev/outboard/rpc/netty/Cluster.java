package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcChannel;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.channel.BackoffPolicy;
import dev.outboard.rpc.channel.ChannelState;
import dev.outboard.rpc.channel.EndpointSnapshot;
import dev.outboard.rpc.channel.FakeScheduler;
import dev.outboard.rpc.channel.ManagedChannel;
import dev.outboard.rpc.channel.ManagedChannelBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Some servers with the {@link Echo} service, a client, and a channel's time, which stands still until it is moved. */
final class Cluster implements AutoCloseable {
    /** Gives up one second after the first failure, and so on without jitter. */
    static final BackoffPolicy STEADY = new BackoffPolicy(Duration.ofSeconds(1), 1.6, 0, Duration.ofSeconds(120));

    final FakeScheduler time = new FakeScheduler();
    final List<Echo> echoes = new ArrayList<>();
    final List<RpcServer> servers = new ArrayList<>();
    final List<Integer> ports = new ArrayList<>();
    final Streams streams = new Streams();
    final RpcClient client;
    private final Variant variant;
    private final UnaryOperator<RpcServerBuilder> forServers;

    Cluster(Variant variant, int count) {
        this(variant, count, server -> server);
    }

    Cluster(Variant variant, int count, UnaryOperator<RpcServerBuilder> forServers) {
        this.variant = variant;
        this.forServers = forServers;
        this.client = variant.client().build();
        for (int i = 0; i < count; i++) {
            echoes.add(new Echo());
            servers.add(start(i, 0));
            ports.add(servers.get(i).port());
        }
    }

    private RpcServer start(int i, int port) {
        RpcServerBuilder builder = variant.server()
                .service(echoes.get(i).service())
                .service(streams.service())
                .port(port);
        return forServers.apply(builder).start();
    }

    void stop(int i) {
        servers.get(i).close();
    }

    /** Starts it again where it was, as soon as no other connection on this machine happens to have the port. */
    void restart(int i) {
        Await.until("server on port " + ports.get(i), () -> {
            try {
                servers.set(i, start(i, ports.get(i)));
                return true;
            } catch (RpcException e) {
                assertThat(e).hasMessageContaining("in use");
                return false;
            }
        });
    }

    String target() {
        return ports.stream().map(port -> "localhost:" + port).collect(Collectors.joining(",", "static:///", ""));
    }

    ManagedChannelBuilder channel() {
        return ManagedChannelBuilder.of(target(), client).scheduler(time).connectBackoff(STEADY);
    }

    /** Connects to all and waits for it. */
    ManagedChannel connected(ManagedChannelBuilder builder) {
        ManagedChannel channel = builder.build();
        channel.connect();
        until("all endpoints ready", () -> {
            List<EndpointSnapshot> endpoints = channel.describe().endpoints();
            return !endpoints.isEmpty()
                    && endpoints.stream().allMatch(endpoint -> endpoint.state() == ChannelState.READY);
        });
        return channel;
    }

    static Outcome call(RpcChannel channel, Method method, MessageWriter request) {
        Outcome outcome = new Outcome();
        channel.call(method, request, Pair.LONG, outcome);
        return outcome;
    }

    static EndpointSnapshot endpoint(ManagedChannel channel, int i) {
        return channel.describe().endpoints().get(i);
    }

    void until(ManagedChannel channel, ChannelState state) {
        until(state.name(), () -> channel.state() == state);
    }

    /** Waits, running what is due meanwhile. */
    void until(String what, BooleanSupplier condition) {
        Await.until(what, () -> {
            time.runDue();
            return condition.getAsBoolean();
        });
    }

    void until(Outcome outcome) {
        until("end of a call", outcome::isDone);
    }

    ServerCall parked(int i) {
        until("parked call", () -> !echoes.get(i).parked.isEmpty());
        return echoes.get(i).parked.remove();
    }

    /** Closes all and sees to it that no frame is left. */
    @Override
    public void close() {
        time.runDue();
        echoes.forEach(echo -> echo.gate.countDown());
        endParked();
        until("client's ledger", () -> client.ledger().usedBytes() == 0);
        client.close();
        servers.forEach(RpcServer::close);
        for (RpcServer server : servers) {
            Await.until("server's ledger", () -> {
                endParked(); // a request that was on its way may come as late as this
                return server.ledger().usedBytes() == 0;
            });
        }
    }

    private void endParked() {
        echoes.forEach(echo -> echo.endParked(ServerCall::complete));
    }
}
