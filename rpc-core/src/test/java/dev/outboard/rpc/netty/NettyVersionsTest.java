package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a Netty that does not go together. */
final class NettyVersionsTest {
    /** Filled by the build. */
    private static final Path OLD = Path.of("target", "old-netty");

    private static final String EXPECTED = " (expected: all of one version, 4.2.18 or later)";

    @TempDir
    private Path folder;

    @Test
    void ownVersions_areThoseThatThisWasBuiltAgainst() {
        Map<String, String> versions = NettyVersions.of(NettyVersionsTest.class.getClassLoader());
        assertThat(versions)
                .containsKeys("netty-buffer", "netty-common", "netty-transport", "netty-handler", "netty-resolver")
                .containsKeys("netty-codec-base", "netty-transport-classes-epoll", "netty-transport-classes-io_uring");
        assertThat(versions.values()).containsOnly(NettyVersions.BUILT_AGAINST + ".Final");
        NettyVersions.check();
    }

    @ParameterizedTest
    @CsvSource({
        "4.2.18.Final, 4.2.18.Final",
        "4.2.19.Final, 4.2.19.Final",
        "4.3.0.Beta1, 4.3.0.Beta1",
        "4.2.18.Final, 4.2.18.Final-redhat-00001",
        "4.2.18.Final, of our own"
    })
    void versionsThatGoTogether_areLetPass(String buffer, String handler) {
        assertThat(NettyVersions.problem(Map.of("netty-buffer", buffer, "netty-handler", handler)))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "4.1.138.Final, 4.2.18.Final",
        "4.1.138.Final, 4.1.138.Final",
        "4.2.9.Final, 4.2.9.Final",
        "4.2.18.Final, 4.2.19.Final",
        "3.10.6.Final, 4.2.18.Final"
    })
    void versionsThatDoNot_areTold(String buffer, String handler) {
        assertThat(NettyVersions.problem(Map.of("netty-handler", handler, "netty-buffer", buffer)))
                .isEqualTo("netty: netty-buffer " + buffer + ", netty-handler " + handler + EXPECTED);
    }

    @Test
    void nothingKnown_isLetPass() throws Exception {
        assertThat(NettyVersions.problem(Map.of())).isNull();
        try (URLClassLoader mute = new URLClassLoader(new URL[0], NettyVersionsTest.class.getClassLoader()) {
            @Override
            public Enumeration<URL> getResources(String name) {
                return Collections.emptyEnumeration();
            }
        }) {
            assertThat(NettyVersions.of(mute)).isEmpty();
        }
    }

    @Test
    void jarOfSeveralArtifacts_tellsOfAll() throws Exception {
        Path merged = jarWithEpoll("netty-buffer.version=4.1.138.Final\nnetty-handler.version=4.2.18.Final\n");
        try (URLClassLoader loader = new URLClassLoader(urls(List.of(merged)), null)) {
            assertThat(NettyVersions.problem(NettyVersions.of(loader)))
                    .isEqualTo("netty: netty-buffer 4.1.138.Final, netty-handler 4.2.18.Final" + EXPECTED);
        }
    }

    @Test
    void propertiesThatCannotBeRead_areLetPass() throws Exception {
        Path bad = jarWithEpoll("netty-buffer.version=\\u00zz");
        try (URLClassLoader loader = new URLClassLoader(urls(List.of(bad)), null)) {
            assertThat(NettyVersions.of(loader)).isEmpty();
        }
    }

    /** As in a container with a Netty of its own, under an application whose class loader looks at itself first. */
    @Test
    void nettyOfAParentThatIsNotUsed_doesNotCount() throws Exception {
        List<Path> own =
                ForkedJvm.classPath(name -> true).stream().map(Path::of).toList();
        try (URLClassLoader container = new URLClassLoader(urls(List.of(OLD.resolve("netty-buffer.jar"))), null);
                URLClassLoader application = new OwnFirst(urls(own), container)) {
            assertThat(Collections.list(application.getResources("META-INF/io.netty.versions.properties")))
                    .anyMatch(url -> url.toString().contains("old-netty"));
            assertThat(NettyVersions.of(application).values()).containsOnly(NettyVersions.BUILT_AGAINST + ".Final");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"netty-buffer", "netty-transport"})
    void server_onAMix_doesNotStartAndSaysWhy(String artifact) throws Exception {
        List<String> mixed = new ArrayList<>();
        mixed.add(OLD.resolve(artifact + ".jar").toAbsolutePath().toString());
        mixed.addAll(ForkedJvm.classPath(name -> true));
        ForkedJvm forked = ForkedJvm.run(ForkedServer.class, mixed);
        assertThat(forked.output)
                .contains("java.lang.IllegalStateException: netty: netty-buffer 4.")
                .contains(artifact + " 4.1.138.Final", "netty-codec-base 4.2.18.Final")
                .contains(EXPECTED);
        assertThat(forked.exitCode).isEqualTo(1);
    }

    private Path jarWithEpoll(String properties) throws IOException {
        Path jar = folder.resolve("merged.jar");
        String name = Epoll.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream epoll = Epoll.class.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new JarEntry(name));
            epoll.transferTo(out);
            out.putNextEntry(new JarEntry("META-INF/io.netty.versions.properties"));
            out.write(properties.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static URL[] urls(List<Path> entries) throws IOException {
        URL[] urls = new URL[entries.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = entries.get(i).toUri().toURL();
        }
        return urls;
    }

    /** Looks at its own entries before its parent's. */
    private static final class OwnFirst extends URLClassLoader {
        OwnFirst(URL[] urls, ClassLoader parent) {
            super(urls, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.netty.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> found = findLoadedClass(name);
                return found != null ? found : findClass(name);
            }
        }
    }
}
