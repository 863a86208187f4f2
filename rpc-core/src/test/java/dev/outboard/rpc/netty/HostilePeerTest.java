package dev.outboard.rpc.netty;

import dev.outboard.rpc.hostile.Attack;
import dev.outboard.rpc.hostile.Attacks;
import dev.outboard.rpc.hostile.Family;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every attack of the kit that needs no TLS, on each codec and transport. */
@ParameterizedClass
@EnumSource(names = {"NIO_SAFE", "NIO_UNSAFE", "EPOLL_SAFE", "EPOLL_UNSAFE"})
final class HostilePeerTest {
    private final Variant variant;

    HostilePeerTest(Variant variant) {
        this.variant = variant;
    }

    static List<Attack> attacks() {
        return Attacks.all().stream()
                .filter(attack -> attack.family() != Family.TLS)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void attack_endsAsItHasTo_andLeavesNothingBehind(Attack attack) throws Exception {
        HostileRun.check(variant, attack);
    }
}
