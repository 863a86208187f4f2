package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * In a container an application has a class loader of its own, and threads whose context class loader is anybody's. Everything
 * is found all the same, and when the application is gone its class loader can go.
 *
 * <p>In a JVM of its own, which has no Netty on its class path, as a container has none: when a native library of Netty's is
 * unloaded with one class loader, it takes its methods away from the same classes of the system's.
 */
final class ForeignLoaderTest {
    @Test
    void application_findsItsServices_andLeavesNothing() throws Exception {
        String own = String.join(File.pathSeparator, ForkedJvm.classPath(name -> true));
        Path tests = Path.of(Container.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        ForkedJvm container = ForkedJvm.run(Container.class, List.of(tests.toString()), own);
        assertThat(container.output)
                .contains(
                        "nio safe, without TLS: gone",
                        "nio unsafe, without TLS: gone",
                        "nio auto, with TLS: gone",
                        "auto unsafe, without TLS: gone",
                        "auto auto, with TLS: gone",
                        "in-process safe, without TLS: gone");
        assertThat(container.exitCode).isZero();
    }
}
