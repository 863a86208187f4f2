package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.rpc.Authenticator;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.StatusCode;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The transport contract: who a client is. */
@ParameterizedClass
@EnumSource
final class LoginTransportTest {
    private static final Authenticator BY_TOKEN = (connection, token) -> {
        String name = new String(token, StandardCharsets.UTF_8);
        return name.isEmpty()
                ? CompletableFuture.failedFuture(new IllegalArgumentException("token: none (expected: a name)"))
                : CompletableFuture.completedFuture((Principal) () -> name);
    };

    private final Variant variant;

    LoginTransportTest(Variant variant) {
        this.variant = variant;
    }

    private static byte[] token(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void handler_knowsTheClient() throws Exception {
        try (Pair pair = new Pair(
                variant, server -> server.authenticator(BY_TOKEN), client -> client.credentials(() -> token("ada")))) {
            Outcome outcome = pair.call(Echo.PARKED, Echo.number(1));
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            assertThat(pair.echo.parked.element().connection().principal().getName())
                    .isEqualTo("ada");
            pair.echo.endParked(ServerCall::complete);
            outcome.reply();
        }
    }

    @Test
    void clientOfAServerThatDoesNotAsk_isNobody() throws Exception {
        try (Pair pair = new Pair(variant, server -> server, client -> client.credentials(() -> token("ada")))) {
            Outcome outcome = pair.call(Echo.PARKED, Echo.number(1));
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            assertThat(pair.echo.parked.element().connection().principal()).isNull();
            pair.echo.endParked(ServerCall::complete);
            outcome.reply();
        }
    }

    @Test
    void clientThatIsNotKnown_isTurnedAway() throws Exception {
        Queue<String> names = new ConcurrentLinkedQueue<>();
        names.add("ada");
        try (Pair pair = new Pair(
                variant,
                server -> server.authenticator(BY_TOKEN),
                client -> client.credentials(() -> {
                    String name = names.poll();
                    return token(name == null ? "" : name);
                }))) {
            assertThatThrownBy(() -> pair.client.connect(pair.server.address()))
                    .isInstanceOfSatisfying(RpcException.class, e -> {
                        assertThat(e.status().code()).isEqualTo(StatusCode.UNAUTHENTICATED);
                        assertThat(e.status().message()).contains("client: not known");
                    });
            Await.until("counted", () -> pair.server.stats().closedByFault().getOrDefault("unauthenticated", 0L) == 1);
            // The one that was let in is not disturbed.
            assertThat(pair.call(Echo.ON_LOOP, Echo.number(2)).reply()).startsWith(2);
        }
    }

    @Test
    void authenticatorThatThrows_letsNobodyIn() {
        Authenticator broken = (connection, token) -> {
            throw new IllegalStateException("secret");
        };
        assertThatThrownBy(() -> new Pair(variant, server -> server.authenticator(broken), client -> client))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("UNAUTHENTICATED")
                .hasMessageNotContaining("secret");
    }

    @Test
    void answerThatComesLater_isWaitedFor() throws Exception {
        CompletableFuture<Principal> answer = new CompletableFuture<>();
        CompletableFuture<ClientConnection> connected;
        try (Pair pair = new Pair(
                        variant,
                        server -> server.authenticator((connection, token) -> token.length == 0
                                ? CompletableFuture.completedFuture((Principal) () -> "first")
                                : answer),
                        client -> client);
                dev.outboard.rpc.RpcClient later =
                        variant.client().credentials(() -> token("second")).build()) {
            connected = later.connectAsync(pair.server.address());
            // The loop goes on meanwhile.
            assertThat(pair.call(Echo.ON_LOOP, Echo.number(1)).reply()).startsWith(1);
            assertThat(connected).isNotDone();
            answer.complete(() -> "second");
            ClientConnection connection = connected.join();
            Outcome outcome = new Outcome();
            connection.call(Echo.ON_LOOP, Echo.number(3), Pair.LONG, outcome);
            assertThat(outcome.reply()).startsWith(3);
        }
    }

    @Test
    void answerThatDoesNotCome_endsTheHandshakeInTime() {
        Limits hasty = Limits.defaults().withHandshakeTimeout(Duration.ofMillis(50));
        assertThatThrownBy(() -> new Pair(
                        variant,
                        server -> server.authenticator((connection, token) -> new CompletableFuture<Principal>())
                                .limits(hasty),
                        client -> client))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("UNAVAILABLE")
                .hasMessageContaining("TIMEOUT");
    }

    @Test
    void tokenThatIsTooLong_isRefusedHere() {
        assertThatThrownBy(
                        () -> new Pair(variant, server -> server, client -> client.credentials(() -> new byte[2049])))
                .hasMessageContaining("token: 2049 bytes");
    }
}
