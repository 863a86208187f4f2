package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.hostile.Attacks;
import dev.outboard.rpc.hostile.RawPeer;
import dev.outboard.rpc.hostile.Target;
import dev.outboard.rpc.hostile.Victim;
import dev.outboard.rpc.hostile.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Whatever a peer does, it is told why, the log has one line of it, its memory is back and the others are served. */
@ParameterizedClass
@EnumSource(names = {"NIO_SAFE", "NIO_UNSAFE", "EPOLL_SAFE", "EPOLL_UNSAFE"})
final class BadPeerTest {
    private static final Limits LIMITS = Limits.defaults()
            .withMaxMessageBytes(64 << 10)
            .withHandshakeTimeout(Duration.ofMillis(200))
            .withIncompleteFrameTimeout(Duration.ofMillis(100));

    private final Variant variant;

    BadPeerTest(Variant variant) {
        this.variant = variant;
    }

    static List<Violation> violations() {
        return Attacks.violations();
    }

    @ParameterizedTest
    @MethodSource("violations")
    void badPeer_isClosedForAReason(Violation bad) throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(FaultLog.class);
        log.start();
        logger.addAppender(log);
        try (Pair pair =
                new Pair(variant, server -> server.limits(LIMITS).service(Victim.service()), client -> client)) {
            meet(bad, pair.server.port());
            Await.until("counted", () -> !pair.server.stats().closedByFault().isEmpty());
            assertThat(pair.server.stats().closedByFault())
                    .isEqualTo(Map.of(bad.fault().label(), 1L));
            Await.until("gone", () -> pair.server.stats().connections() == 1);
            Await.until("ledger", () -> pair.server.ledger().usedBytes() == 0);
            assertThat(pair.call(Echo.ON_WORKERS, Echo.number(1)).reply()).startsWith(1);
            assertThat(lines(log))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains(bad.fault().label() + ", ");
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void peerThatResets_inTheHandshake_isCountedAsCutOff() throws Exception {
        try (Pair pair = new Pair(variant)) {
            try (RawPeer peer = new RawPeer(pair.server.port())) {
                peer.send(RawPeer.preface());
                peer.reset();
            }
            Await.until("counted", () -> !pair.server.stats().closedByFault().isEmpty());
            assertThat(pair.server.stats().closedByFault()).isEqualTo(Map.of(Fault.TRUNCATED.label(), 1L));
        }
    }

    private static void meet(Violation bad, int port) throws Exception {
        Target target = Target.of(port);
        try (RawPeer peer = bad.greetsFirst() ? RawPeer.greeted(port) : new RawPeer(port)) {
            bad.misbehave(peer, target);
            RawPeer.Frame last = null;
            for (RawPeer.Frame next = peer.read(); next != null; next = peer.read()) {
                last = next.type() == FrameType.GOAWAY ? next : last;
            }
            if (bad.goAway() == null) {
                assertThat(last).as(bad.id()).isNull();
            } else {
                assertThat(last).as(bad.id()).isNotNull();
                assertThat(last.aux16()).isEqualTo(bad.goAway().ordinal());
                assertThat(last.text()).contains("expected: ");
            }
        }
    }

    private static List<String> lines(ListAppender<ILoggingEvent> log) {
        synchronized (log) {
            return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        }
    }
}
