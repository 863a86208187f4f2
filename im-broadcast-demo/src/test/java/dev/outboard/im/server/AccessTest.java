package dev.outboard.im.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.im.auth.Claims;
import dev.outboard.im.auth.GroupSet;
import dev.outboard.im.auth.Secrets;
import dev.outboard.im.auth.Tokens;
import dev.outboard.im.v1.FarewellReasonEnum;
import dev.outboard.im.v1.ServerStatsDecoder;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.StatusCode;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may come in, and what he may do then, over real sockets. */
class AccessTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Secrets SECRETS = Secrets.of(List.of("a secret for tests, of 32 bytes or more"));

    private final FakeClock clock = new FakeClock();
    private final Tokens tokens = new Tokens(SECRETS);
    private final ImServer server =
            ImServer.start(Servers.small("pool"), ChatOptions.defaults().withSecrets(SECRETS), clock);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void token_saysWhoItIs_whetherOrNotTheClientDoes() {
        try (ChatClient ann = client(7, "1", "1", 60)) {
            assertThat(ann.signIn(0, "", false, false)).isEqualTo(7);
        }
        try (ChatClient ann = client(7, "1", "1", 60)) {
            assertRefused(() -> ann.signIn(8), StatusCode.PERMISSION_DENIED);
            assertThat(ann.signIn(7, "", false, false)).isEqualTo(7);
        }
    }

    @Test
    void noToken_aForgedOne_orAnExpiredOne_isNotLetIn() {
        Tokens forger = new Tokens(Secrets.of(List.of("somebody's guess, also 32 bytes or more")));
        Claims claims = claims(7, "1", "1", 60);
        assertNotLetIn("");
        assertNotLetIn(forger.sign(claims));
        assertNotLetIn(tokens.sign(claims(7, "1", "1", 0)));
        try (ChatClient ann = client(7, "1", "1", 60)) {
            assertThat(ann.stat(ServerStatsDecoder::tokensRefused)).isEqualTo(3);
        }
    }

    @Test
    void rights_areThoseOfTheToken() throws InterruptedException {
        try (ChatClient ann = client(7, "1-2", "1", 60)) {
            ann.signIn(7);
            ann.join(1);
            ann.join(2);
            assertThat(ann.publish(1, "hello")).isEqualTo(1);
            assertThat(ann.nextText()).isEqualTo("hello");
            assertRefused(() -> ann.join(3), StatusCode.PERMISSION_DENIED);
            assertRefused(() -> ann.subscribe(3), StatusCode.PERMISSION_DENIED);
            assertRefused(() -> ann.publish(2, "hello"), StatusCode.PERMISSION_DENIED);
            assertRefused(() -> ann.typing(2), StatusCode.PERMISSION_DENIED);
        }
    }

    @Test
    void rightToSendToUsers_canBeTaken() {
        Claims claims = new Claims(7, FakeClock.START_SECONDS + 60, GroupSet.NONE, GroupSet.NONE, false);
        try (ChatClient ann = new ChatClient(server.port(), tokens.sign(claims))) {
            ann.signIn(7);
            assertRefused(() -> ann.send(7, "to me"), StatusCode.PERMISSION_DENIED);
        }
    }

    @Test
    void connection_endsWithItsToken_andIsToldSo() throws InterruptedException {
        try (ChatClient ann = client(7, "1", "1", 60);
                ChatClient bob = client(8, "1", "1", 600)) {
            ann.signIn(7);
            bob.signIn(8);
            clock.advanceMillis(60_000);
            assertThat(ann.nextFarewell()).isEqualTo(FarewellReasonEnum.FAREWELL_TOKEN_EXPIRED);
            assertThat(Waiting.until(() -> !ann.isOpen(), LONG)).isTrue();
            assertThat(bob.isOpen()).isTrue();
            assertThat(bob.stat(ServerStatsDecoder::tokensExpired)).isEqualTo(1);
        }
    }

    @Test
    void connectionThatNeverSignedIn_endsWithItsTokenToo() throws InterruptedException {
        try (ChatClient ann = client(7, "1", "1", 60)) {
            clock.advanceMillis(61_000);
            assertThat(ann.nextFarewell()).isEqualTo(FarewellReasonEnum.FAREWELL_TOKEN_EXPIRED);
            assertThat(Waiting.until(() -> !ann.isOpen(), LONG)).isTrue();
        }
    }

    private ChatClient client(long user, String read, String publish, long seconds) {
        return new ChatClient(server.port(), tokens.sign(claims(user, read, publish, seconds)));
    }

    private static Claims claims(long user, String read, String publish, long seconds) {
        GroupSet readable = GroupSet.of(List.of(read));
        return new Claims(user, FakeClock.START_SECONDS + seconds, readable, GroupSet.of(List.of(publish)), true);
    }

    private void assertNotLetIn(String token) {
        assertThatThrownBy(() -> new ChatClient(server.port(), token).close())
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("UNAUTHENTICATED");
    }

    private static void assertRefused(ThrowingCallable call, StatusCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.status().code()).isEqualTo(code));
    }
}
