package dev.outboard.rpc.services;

import static dev.outboard.rpc.services.ServingStatusEnum.NOT_SERVING;
import static dev.outboard.rpc.services.ServingStatusEnum.SERVICE_UNKNOWN;
import static dev.outboard.rpc.services.ServingStatusEnum.SERVING;
import static dev.outboard.rpc.services.ServingStatusEnum.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.rpc.BlockingStream;
import dev.outboard.rpc.DrainReport;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.StatusCode;
import dev.outboard.testing.LeakCheck;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server says of its health, and who hears of it when. */
@ParameterizedClass
@EnumSource
@LeakCheck
final class HealthServiceTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String CHAT = "test.Chat";
    /** A message of one status costs 18 bytes of credit. */
    private static final Limits SMALL =
            Limits.defaults().withStreamWindowBytes(2 << 10).withConnectionWindowBytes(4 << 10);

    private static final int MOST_IN_A_WINDOW = (2 << 10) / 18 + 1;

    private final Ground ground;
    private final HealthService health = new HealthService();
    private RpcServer server;
    private RpcClient client;
    private HealthClient stub;

    HealthServiceTest(Ground ground) {
        this.ground = ground;
    }

    @BeforeEach
    void start() {
        server = ground.server().limits(SMALL).service(health.service()).start();
        client = ground.client().limits(SMALL).build();
        stub = new HealthClient(client.connect(server.address()));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void wholeServer_servesFromTheStart() {
        assertThat(check(HealthService.SERVER)).isEqualTo(SERVING);
    }

    @Test
    void check_tellsWhatWasSetLast() {
        health.set(CHAT, NOT_SERVING);
        assertThat(check(CHAT)).isEqualTo(NOT_SERVING);
        health.set(CHAT, SERVING);
        assertThat(check(CHAT)).isEqualTo(SERVING);
        assertThat(health.status(CHAT)).isEqualTo(SERVING);
        assertThat(check(HealthService.SERVER)).isEqualTo(SERVING);
    }

    @Test
    void check_ofAServiceThatNobodySet_isNotFound() {
        assertFails(() -> check(CHAT), StatusCode.NOT_FOUND);
        health.set(CHAT, SERVING);
        health.clear(CHAT);
        assertFails(() -> check(CHAT), StatusCode.NOT_FOUND);
        assertThat(health.status(CHAT)).isEqualTo(SERVICE_UNKNOWN);
    }

    @Test
    void unknownService_cannotBeSet() {
        assertThatThrownBy(() -> health.set(CHAT, SERVICE_UNKNOWN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("status: SERVICE_UNKNOWN (expected: another one, or clear)");
    }

    @Test
    void watch_tellsAtOnce_thenOfChangesOnly() throws Exception {
        health.set(CHAT, SERVING);
        try (BlockingStream<ServingStatusEnum> watch = watch(CHAT)) {
            assertThat(watch.next()).isEqualTo(SERVING);
            health.set(CHAT, SERVING);
            health.set("test.Other", NOT_SERVING);
            health.set(CHAT, NOT_SERVING);
            assertThat(watch.next()).isEqualTo(NOT_SERVING);
            health.clear(CHAT);
            assertThat(watch.next()).isEqualTo(SERVICE_UNKNOWN);
        }
    }

    @Test
    void watch_ofAServiceToCome_tellsWhenItIsThere() throws Exception {
        try (BlockingStream<ServingStatusEnum> watch = watch(CHAT)) {
            assertThat(watch.next()).isEqualTo(SERVICE_UNKNOWN);
            health.set(CHAT, SERVING);
            assertThat(watch.next()).isEqualTo(SERVING);
        }
    }

    @Test
    void watcherThatDoesNotRead_isToldOfTheLatest() throws Exception {
        try (BlockingStream<ServingStatusEnum> watch = watch(CHAT)) {
            assertThat(watch.next()).isEqualTo(SERVICE_UNKNOWN);
            for (int i = 0; i < 10_000; i++) {
                health.set(CHAT, i % 2 == 0 ? SERVING : UNKNOWN);
            }
            health.set(CHAT, NOT_SERVING);
            int messages = 1;
            while (watch.next() != NOT_SERVING) {
                messages++;
            }
            // What was under way when the window closed, and what there was each time that it opened a little.
            assertThat(messages).isLessThan(2 * MOST_IN_A_WINDOW);
        }
    }

    @Test
    void threadsThatSetAtOnce_leaveWatchersWithTheLast() throws Exception {
        try (BlockingStream<ServingStatusEnum> watch = watch(CHAT)) {
            assertThat(watch.next()).isEqualTo(SERVICE_UNKNOWN);
            CountDownLatch set = new CountDownLatch(3);
            for (int i = 0; i < 3; i++) {
                new Thread(() -> {
                            for (int n = 0; n < 1_000; n++) {
                                health.set(CHAT, n % 2 == 0 ? SERVING : UNKNOWN);
                            }
                            set.countDown();
                        })
                        .start();
            }
            set.await();
            health.set(CHAT, NOT_SERVING);
            ServingStatusEnum heard = SERVICE_UNKNOWN;
            while (heard != NOT_SERVING) {
                ServingStatusEnum next = watch.next();
                assertThat(next).isNotNull().isNotEqualTo(heard);
                heard = next;
            }
        }
    }

    @Test
    void watcherThatGoes_isForgotten() throws Exception {
        try (BlockingStream<ServingStatusEnum> watch = watch(CHAT)) {
            assertThat(watch.next()).isEqualTo(SERVICE_UNKNOWN);
            assertThat(health.watching()).isEqualTo(1);
        }
        Await.until("watchers", () -> health.watching() == 0);
    }

    @Test
    void watcherWhoseConnectionGoes_isForgotten() throws Exception {
        assertThat(watch(CHAT).next()).isEqualTo(SERVICE_UNKNOWN);
        client.close();
        Await.until("watchers", () -> health.watching() == 0);
    }

    @Test
    void terminalState_isForGood_andEndsWatching() throws Exception {
        health.set(CHAT, SERVING);
        BlockingStream<ServingStatusEnum> before = watch(CHAT);
        assertThat(before.next()).isEqualTo(SERVING);
        health.enterTerminalState();
        health.set(CHAT, SERVING);
        health.clear(CHAT);
        assertThat(before.next()).isEqualTo(NOT_SERVING);
        assertThat(before.next()).isNull();
        assertThat(check(CHAT)).isEqualTo(NOT_SERVING);
        assertThat(check(HealthService.SERVER)).isEqualTo(NOT_SERVING);
        BlockingStream<ServingStatusEnum> after = watch("test.Other");
        assertThat(after.next()).isEqualTo(NOT_SERVING);
        assertThat(after.next()).isNull();
        assertThat(health.watching()).isZero();
    }

    @Test
    void terminalState_failsTheStreamOfAWatcherThatDoesNotRead() throws Exception {
        try (BlockingStream<ServingStatusEnum> watch = watch(CHAT)) {
            assertThat(watch.next()).isEqualTo(SERVICE_UNKNOWN);
            for (int i = 0; i < 1_000; i++) {
                health.set(CHAT, i % 2 == 0 ? SERVING : UNKNOWN);
            }
            health.enterTerminalState();
            assertFails(
                    () -> {
                        ServingStatusEnum status = SERVING;
                        while (status != null) {
                            status = watch.next();
                        }
                    },
                    StatusCode.UNAVAILABLE);
        }
    }

    @Test
    void drain_isNotHeldUpByWatchers() throws Exception {
        BlockingStream<ServingStatusEnum> watch = watch(HealthService.SERVER);
        assertThat(watch.next()).isEqualTo(SERVING);
        DrainReport report = health.drain(server, LONG);
        assertThat(report.clean()).isTrue();
        assertThat(report.connections()).isEqualTo(1);
        assertThat(watch.next()).isEqualTo(NOT_SERVING);
        assertThat(watch.next()).isNull();
    }

    @Test
    void nameThatIsTooLong_isRefused() {
        String name = "x".repeat(HealthService.MAX_NAME_BYTES + 1);
        assertThatThrownBy(() -> watch(name).next()).hasMessageContaining("service: 256 bytes (expected: at most 255)");
        assertFails(() -> check(name), StatusCode.NOT_FOUND);
        assertThat(health.watching()).isZero();
    }

    private ServingStatusEnum check(String name) {
        return stub.check(request(name), LONG, HealthCheckResponseDecoder::status);
    }

    private BlockingStream<ServingStatusEnum> watch(String name) {
        return stub.watch(request(name), LONG, HealthCheckResponseDecoder::status);
    }

    private static MessageWriter request(String name) {
        return out -> new HealthCheckRequestEncoder().wrap(out).service(name);
    }

    private static void assertFails(ThrowingCallable call, StatusCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.status().code()).isEqualTo(code));
    }
}
