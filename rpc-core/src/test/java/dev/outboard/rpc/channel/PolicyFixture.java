package dev.outboard.rpc.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.WireReader;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.rpc.CallHandle;
import dev.outboard.rpc.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A channel over stubs, round robin over two hosts as a rule, and the calls of its connections in the order in which they came. */
final class PolicyFixture implements AutoCloseable {
    static final Method METHOD = Method.unary("test.Service/Method");
    static final BackoffPolicy BACKOFF = new BackoffPolicy(Duration.ofMillis(100), 2, 0, Duration.ofSeconds(1));

    final FakeScheduler time = new FakeScheduler();
    final StubClient client = new StubClient();
    final ManagedChannel channel;
    private final WireReader reply = Codecs.load("safe").newReader();

    PolicyFixture(CallPolicy policy) {
        this(policy, 100);
    }

    PolicyFixture(CallPolicy policy, int retryTokens) {
        this(policy, retryTokens, LoadBalancer.roundRobin());
    }

    PolicyFixture(CallPolicy policy, int retryTokens, LoadBalancer balancer) {
        channel = ManagedChannelBuilder.of("static:///a:1,b:1", client)
                .scheduler(time)
                .loadBalancer(balancer)
                .policy(METHOD, policy)
                .retryBudget(retryTokens, 1)
                .build();
        channel.connect();
    }

    CallEnd call() {
        CallEnd end = new CallEnd();
        channel.call(METHOD, out -> {}, Duration.ofMinutes(1).toNanos(), end);
        return end;
    }

    CallHandle start(CallEnd end) {
        return channel.startCall(METHOD, out -> {}, Duration.ofMinutes(1).toNanos(), end);
    }

    /** The attempts that are out, by host. */
    List<StubConnection.Call> attempts() {
        List<StubConnection.Call> all = new ArrayList<>();
        client.connections.forEach(connection -> all.addAll(connection.calls));
        return all;
    }

    /** The one attempt that is out; forgets it. */
    StubConnection.Call attempt() {
        List<StubConnection.Call> all = attempts();
        assertThat(all).hasSize(1);
        client.connections.forEach(connection -> connection.calls.clear());
        return all.get(0);
    }

    /** The host that the one attempt went to. */
    String attemptedHost() {
        return client.connections.stream()
                .filter(connection -> !connection.calls.isEmpty())
                .map(StubConnection::remoteAddress)
                .findFirst()
                .orElseThrow();
    }

    void reply(StubConnection.Call attempt) {
        attempt.handler.onReply(reply);
    }

    void advance(long millis) {
        time.advance(Duration.ofMillis(millis));
    }

    /** Sees to it that every request was given back, and nothing more is to happen. */
    @Override
    public void close() {
        channel.close();
        time.runDue();
        assertThat(client.messages).hasValue(0);
        assertThat(time.pending()).isZero();
    }
}
