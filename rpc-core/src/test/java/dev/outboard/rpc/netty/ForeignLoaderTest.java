package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * In a container an application has a class loader of its own, and threads whose context class loader is anybody's. Everything
 * is found all the same, and when the application is gone its class loader can go.
 */
final class ForeignLoaderTest {
    @ParameterizedTest
    @CsvSource({"nio, safe, false", "nio, unsafe, false", "nio, auto, true", "in-process, safe, false"})
    void application_findsItsServices_andLeavesNothing(String transport, String codec, boolean tls) throws Exception {
        WeakReference<ClassLoader> application = run(transport, codec, tls);
        Await.until("class loader collected", () -> {
            System.gc();
            return application.get() == null;
        });
    }

    /** In a method of its own, so that no frame of the caller keeps the loader. */
    private static WeakReference<ClassLoader> run(String transport, String codec, boolean tls) throws Exception {
        URL[] classPath = classPath();
        try (URLClassLoader application = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader());
                URLClassLoader blind = new URLClassLoader(new URL[0], null)) {
            Class<?> embedded = application.loadClass("dev.outboard.rpc.netty.Embedded");
            assertThat(embedded).isNotSameAs(Embedded.class);
            Runnable program = (Runnable) embedded.getConstructor(String.class, String.class, boolean.class)
                    .newInstance(transport, codec, tls);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread thread = new Thread(program, "application");
            thread.setContextClassLoader(blind);
            thread.setUncaughtExceptionHandler((unused, problem) -> thrown.set(problem));
            thread.start();
            thread.join();
            assertThat(thrown.get()).isNull();
            Await.until("threads", () -> threadsOf(application, blind).isEmpty());
            return new WeakReference<>(application);
        }
    }

    private static List<Thread> threadsOf(ClassLoader application, ClassLoader blind) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getContextClassLoader() == application
                        || thread.getContextClassLoader() == blind
                        || thread.getClass().getClassLoader() == application)
                .toList();
    }

    private static URL[] classPath() throws Exception {
        List<String> entries = ForkedJvm.classPath(name -> true);
        URL[] urls = new URL[entries.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = Path.of(entries.get(i)).toUri().toURL();
        }
        return urls;
    }
}
