package dev.outboard.rpc.netty;

import dev.outboard.rpc.hostile.Attack;
import dev.outboard.rpc.hostile.Attacks;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the kit does to ports that speak TLS, on each codec and engine. */
@ParameterizedClass
@EnumSource(names = {"NIO_SAFE_TLS", "NIO_UNSAFE_TLS", "EPOLL_SAFE_OPENSSL", "EPOLL_UNSAFE_OPENSSL"})
final class HostileTlsPeerTest {
    private final Variant variant;

    HostileTlsPeerTest(Variant variant) {
        this.variant = variant;
    }

    static List<Attack> attacks() {
        return Attacks.named("tls");
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void attack_endsAsItHasTo_andLeavesNothingBehind(Attack attack) throws Exception {
        HostileRun.check(variant, attack);
    }
}
