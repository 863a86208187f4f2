package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.Method;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What calls leave to collect on other transports than TCP. What they do leave there is made by Netty, for each read and
 * flush, so that it is less per call the more calls go together; it is printed, and bounded by what calls that go alone would leave.
 */
final class TransportAllocationTest {
    private static final double NOTHING = 1.0;
    /** For each message a TLS record, or an entry of a queue, of its own: results, promises and nodes of both ends, both ways. */
    private static final double ALONE = 512.0;

    @ParameterizedTest
    @EnumSource(names = {"EPOLL_UNSAFE_UNIX"})
    void unixDomainSocket_allocatesNothing(Variant variant) throws Exception {
        assertThat(bytesPerCall(variant)).allMatch(bytes -> bytes < NOTHING);
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_PROCESS_SAFE", "IN_PROCESS_UNSAFE"})
    void inProcess_allocatesTheNodesOfItsQueue(Variant variant) throws Exception {
        assertThat(bytesPerCall(variant)).allMatch(bytes -> bytes < ALONE);
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL_SAFE_OPENSSL", "EPOLL_UNSAFE_OPENSSL"})
    void openSsl_allocatesForEachRecord(Variant variant) throws Exception {
        assertThat(bytesPerCall(variant)).allMatch(bytes -> bytes < ALONE);
    }

    /** On the event loop and on workers. */
    private static List<Double> bytesPerCall(Variant variant) throws Exception {
        double onLoop = print(variant, Echo.ON_LOOP);
        return List.of(onLoop, print(variant, Echo.ON_WORKERS));
    }

    private static double print(Variant variant, Method method) throws Exception {
        double bytes = AllocationTest.bytesPerCall(variant, method);
        System.out.printf("%s, %s: %.2f B per call%n", variant, method.name(), bytes);
        return bytes;
    }
}
