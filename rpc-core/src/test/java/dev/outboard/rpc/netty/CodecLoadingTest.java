package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/**
 * Choosing a codec leaves the other one's reader and writer unloaded: the JIT then has one implementation of each access,
 * which it inlines without asking.
 */
final class CodecLoadingTest {
    @Test
    void auto_loadsOneReaderAndOneWriter() throws Exception {
        try (Recorder loader = new Recorder()) {
            use(loader, "auto");
            assertThat(loader.loaded("Reader")).hasSize(1);
            assertThat(loader.loaded("Writer")).hasSize(1);
        }
    }

    @Test
    void codecsThatAreAskedForByName_areBothLoaded() throws Exception {
        try (Recorder loader = new Recorder()) {
            use(loader, "safe");
            use(loader, "unsafe");
            assertThat(loader.loaded("Reader")).hasSize(2);
        }
    }

    private static void use(Recorder loader, String codec) throws ReflectiveOperationException {
        Object provider = loader.loadClass("dev.outboard.codec.spi.Codecs")
                .getMethod("load", String.class)
                .invoke(null, codec);
        Class<?> type = loader.loadClass("dev.outboard.codec.spi.CodecProvider");
        for (String maker : new String[] {"newReader", "newWriter"}) {
            assertThat(type.getMethod(maker).invoke(provider)).isNotNull();
        }
    }

    /** Loads our codecs itself, and keeps the names. */
    private static final class Recorder extends URLClassLoader {
        private final Queue<String> names = new ConcurrentLinkedQueue<>();

        Recorder() {
            super(classPath(), CodecLoadingTest.class.getClassLoader());
        }

        /** What was loaded of the codecs' own readers, or writers. */
        String[] loaded(String suffix) {
            return names.stream()
                    .filter(name -> name.matches("dev\\.outboard\\.codec\\.(safe|unsafe)\\.\\w+" + suffix))
                    .toArray(String[]::new);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.outboard.codec.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> found = findLoadedClass(name);
                if (found == null) {
                    found = findClass(name);
                    names.add(name);
                }
                return found;
            }
        }

        private static URL[] classPath() {
            return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(Recorder::url)
                    .toArray(URL[]::new);
        }

        private static URL url(String entry) {
            try {
                return Path.of(entry).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new UncheckedIOException(new IOException(e));
            }
        }
    }
}
