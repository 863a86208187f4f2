package dev.outboard.rpc.netty;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A program that runs {@link Embedded} in class loaders of its own, and waits until they are collected. */
final class Container {
    private Container() {}

    /** Takes the class path of the applications; ends with 1 for one that fails or stays. */
    public static void main(String[] arguments) throws Exception {
        String classPath = arguments[0];
        run(classPath, "nio", "safe", false);
        run(classPath, "nio", "unsafe", false);
        run(classPath, "nio", "auto", true);
        run(classPath, "auto", "unsafe", false);
        run(classPath, "auto", "auto", true);
        run(classPath, "in-process", "safe", false);
    }

    private static void run(String classPath, String transport, String codec, boolean tls) throws Exception {
        WeakReference<ClassLoader> application = embed(classPath, transport, codec, tls);
        Await.until("class loader collected", () -> {
            System.gc();
            return application.get() == null;
        });
        System.out.println(transport + " " + codec + (tls ? ", with" : ", without") + " TLS: gone");
    }

    /** In a method of its own, so that no frame of the caller keeps the loader. */
    private static WeakReference<ClassLoader> embed(String classPath, String transport, String codec, boolean tls)
            throws Exception {
        try (URLClassLoader application = new URLClassLoader(urls(classPath), ClassLoader.getPlatformClassLoader());
                URLClassLoader blind = new URLClassLoader(new URL[0], null)) {
            Runnable program = (Runnable) application
                    .loadClass("dev.outboard.rpc.netty.Embedded")
                    .getConstructor(String.class, String.class, boolean.class)
                    .newInstance(transport, codec, tls);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread thread = new Thread(program, "application");
            thread.setContextClassLoader(blind);
            thread.setUncaughtExceptionHandler((unused, problem) -> thrown.set(problem));
            thread.start();
            thread.join();
            if (thrown.get() != null) {
                throw new IllegalStateException("application: failed (expected: to end)", thrown.get());
            }
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

    private static URL[] urls(String classPath) throws Exception {
        String[] entries = classPath.split(File.pathSeparator);
        URL[] urls = new URL[entries.length];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = Path.of(entries[i]).toUri().toURL();
        }
        return urls;
    }
}
