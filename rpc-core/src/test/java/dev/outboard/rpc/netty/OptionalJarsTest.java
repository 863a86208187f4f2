package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without Netty's native jars, in JVMs of their own: what is left serves, and the server says what is not there. */
final class OptionalJarsTest {
    private static final String NATIVE_TRANSPORTS =
            "netty-transport-(native-epoll|classes-epoll|native-io_uring|classes-io_uring|native-unix-common)-.*";

    /** Their libraries alone, and their classes too. */
    @ParameterizedTest
    @ValueSource(strings = {"netty-transport-native-(epoll|io_uring)-.*", NATIVE_TRANSPORTS})
    void withoutNativeTransports_serverIsOnNio_andSaysWhy(String absent) throws Exception {
        ForkedJvm forked = ForkedJvm.run(ForkedServer.class, without(absent));
        assertThat(forked.output)
                .contains("TLS none, transport nio; io_uring is not available: java.lang.")
                .contains("; epoll is not available: java.lang.")
                .contains(ForkedServer.ANSWERED + "nio with 8 bytes")
                .doesNotContain("WARN");
        assertThat(forked.exitCode).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"netty-tcnative-boringssl-static-.*", "netty-tcnative-.*"})
    void withoutOpenSsl_tlsIsTheJdks(String absent) throws Exception {
        ForkedJvm forked = ForkedJvm.run(ForkedServer.class, without(absent), "nio", "AUTO");
        assertThat(forked.output).contains("TLS JDK, ").contains(ForkedServer.ANSWERED + "nio with 8 bytes");
        assertThat(forked.exitCode).isZero();
    }

    @Test
    void transportThatIsAskedFor_andNotThere_isRefused() throws Exception {
        ForkedJvm forked = ForkedJvm.run(ForkedServer.class, without(NATIVE_TRANSPORTS), "epoll", "JDK");
        assertThat(forked.output)
                .contains("IllegalStateException: transport: epoll is not available here (expected: auto or nio; "
                        + "java.lang.NoClassDefFoundError: io/netty/channel/");
        assertThat(forked.exitCode).isEqualTo(1);
    }

    @Test
    void engineThatIsAskedFor_andNotThere_isRefused() throws Exception {
        ForkedJvm forked = ForkedJvm.run(ForkedServer.class, without("netty-tcnative-.*"), "nio", "OPENSSL");
        assertThat(forked.output)
                .contains("IllegalStateException: engine: OPENSSL is not available here (expected: AUTO or JDK; ");
        assertThat(forked.exitCode).isEqualTo(1);
    }

    private static List<String> without(String jars) {
        List<String> left = ForkedJvm.classPath(name -> !name.matches(jars));
        assertThat(left.size()).isLessThan(ForkedJvm.classPath(name -> true).size());
        return left;
    }
}
