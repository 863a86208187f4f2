package dev.outboard.rpc.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.rpc.Method;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A channel's addresses, states and bookkeeping, over connections that are stubs. */
final class ManagedChannelTest implements NameResolverProvider {
    private static final Method METHOD = PolicyFixture.METHOD;

    private final FakeScheduler time = new FakeScheduler();
    private final StubClient client = new StubClient();
    private final ManagedChannel channel = ManagedChannelBuilder.of("test:", client)
            .scheduler(time)
            .resolver(this)
            .loadBalancer(LoadBalancer.roundRobin())
            .build();

    private NameResolver.Listener addresses;
    private int refreshes;

    @Override
    public String scheme() {
        return "test";
    }

    @Override
    public NameResolver newResolver(String target, ChannelScheduler scheduler) {
        return new NameResolver() {
            @Override
            public void start(Listener listener) {
                addresses = listener;
            }

            @Override
            public void refresh() {
                refreshes++;
            }

            @Override
            public void close() {
                addresses = null;
            }
        };
    }

    @AfterEach
    void close() {
        channel.close();
        time.runDue();
        assertThat(addresses).isNull();
        assertThat(client.messages).hasValue(0);
        assertThat(client.connections).noneMatch(StubConnection::isOpen);
    }

    @Test
    void resolver_isStartedByTheFirstCall() {
        assertThat(addresses).isNull();
        call();
        assertThat(channel.state()).isEqualTo(ChannelState.CONNECTING);
        resolve("a");
        assertThat(client.to("a").calls).hasSize(1);
    }

    @Test
    void address_thatComesIsConnectedTo() {
        channel.connect();
        resolve("a");
        StubConnection first = client.to("a");
        resolve("a", "b");
        assertThat(client.to("a")).isSameAs(first);
        call();
        call();
        assertThat(client.to("b").calls).hasSize(1);
    }

    @Test
    void address_thatLeavesGetsNoCallsAndItsOwnEndInPeace() {
        channel.connect();
        resolve("a", "b");
        StubConnection left = client.to("a");
        left.call(METHOD, out -> {}, 1, new CallEnd());
        resolve("b");
        call();
        call();
        assertThat(client.to("b").calls).hasSize(2);
        time.advance(Duration.ofSeconds(1));
        assertThat(left.isOpen()).isTrue();
        left.calls.clear();
        time.advance(Duration.ofSeconds(1));
        assertThat(left.isOpen()).isFalse();
    }

    @Test
    void address_thatLeftIsClosedWithTheChannel() {
        channel.connect();
        resolve("a", "b");
        client.to("a").call(METHOD, out -> {}, 1, new CallEnd());
        resolve("b");
        channel.close();
        assertThat(client.to("a").isOpen()).isFalse();
    }

    @Test
    void resolverThatFails_failsCallsUntilItSucceeds() {
        channel.connect();
        addresses.onFailure(new Status(StatusCode.UNAVAILABLE, true, "no such name"));
        CallEnd failed = call();
        time.runDue();
        failed.assertFailed(StatusCode.UNAVAILABLE, true);
        assertThat(failed.heard.get(0)).hasToString("UNAVAILABLE (not processed): no such name");
        resolve("a");
        assertThat(channel.state()).isEqualTo(ChannelState.READY);
    }

    @Test
    void resolverThatFailsLater_changesNothing() {
        channel.connect();
        resolve("a");
        addresses.onFailure(new Status(StatusCode.UNAVAILABLE, true, "no such name"));
        assertThat(channel.state()).isEqualTo(ChannelState.READY);
    }

    @Test
    void noAddress_isAFailure() {
        channel.connect();
        resolve();
        assertThat(channel.state()).isEqualTo(ChannelState.TRANSIENT_FAILURE);
    }

    @Test
    void lostConnection_hasTheAddressesLookedUpAgain() {
        channel.connect();
        resolve("a");
        client.to("a").close();
        assertThat(refreshes).isEqualTo(1);
    }

    @Test
    void connectionThatHeld_isReplacedAtOnce() {
        channel.connect();
        resolve("a");
        StubConnection first = client.to("a");
        time.advance(Duration.ofSeconds(1));
        first.close();
        assertThat(client.to("a")).isNotSameAs(first);
        assertThat(channel.state()).isEqualTo(ChannelState.READY);
    }

    @Test
    void connectionThatDidNotHold_isReplacedAfterABackoff() {
        channel.connect();
        resolve("a");
        StubConnection first = client.to("a");
        first.close();
        assertThat(client.to("a")).isSameAs(first);
        assertThat(channel.state()).isEqualTo(ChannelState.TRANSIENT_FAILURE);
        time.advance(Duration.ofMillis(1200));
        assertThat(client.to("a")).isNotSameAs(first);
    }

    @Test
    void callsThatFindNoConnection_leaveTheBudgetAlone() {
        channel.connect();
        resolve();
        call();
        assertThat(channel.describe().retryTokens()).isEqualTo(100);
    }

    @Test
    void unknownScheme_isRefusedWhenBuilt() {
        assertThatThrownBy(() -> ManagedChannelBuilder.of("zoo:a", client).build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wrongShapeAndTimeout_areRefusedAlsoWithoutAConnection() {
        Method oneWay = Method.oneWay("test.Service/OneWay");
        assertThatThrownBy(() -> channel.call(oneWay, out -> {}, 1, new CallEnd()))
                .hasMessageStartingWith("shape: ONE_WAY");
        assertThatThrownBy(() -> channel.call(METHOD, out -> {}, 0, new CallEnd()))
                .hasMessage("timeoutNanos: 0 (expected: > 0)");
    }

    private CallEnd call() {
        CallEnd end = new CallEnd();
        channel.call(METHOD, out -> {}, Duration.ofMinutes(1).toNanos(), end);
        return end;
    }

    private void resolve(String... hosts) {
        addresses.onAddresses(Stream.of(hosts)
                .map(host -> InetSocketAddress.createUnresolved(host, 1))
                .toList());
    }
}
