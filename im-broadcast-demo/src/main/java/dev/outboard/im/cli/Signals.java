package dev.outboard.im.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT for a process that wants to end by itself, with an exit code of its own: the first one is told,
 * the second one ends the process at once. A shutdown hook can do neither, as the exit code is the signal's by then.
 *
 * <p>{@code sun.misc.Signal} is an exported API of every JDK (JEP 260 keeps it), but javac warns of its name; hence the
 * reflection.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final int KILLED_BY_SIGNAL = 128;

    private final CountDownLatch first = new CountDownLatch(1);

    private Signals() {}

    /** Begins to listen. */
    static Signals listen() {
        Signals signals = new Signals();
        signals.handle("TERM");
        signals.handle("INT");
        return signals;
    }

    /** Waits for the first signal. */
    void await() throws InterruptedException {
        first.await();
    }

    /** What a signal does; on a thread of the JVM's. */
    void received(int number) {
        if (first.getCount() == 0) {
            Runtime.getRuntime().halt(KILLED_BY_SIGNAL + number);
        }
        first.countDown();
    }

    private void handle(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener =
                    Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (self, method, args) -> {
                        if (method.getName().equals("handle")) {
                            received((int) signal.getMethod("getNumber").invoke(args[0]));
                            return null;
                        }
                        return method.getName().equals("hashCode") ? (Object) System.identityHashCode(self) : name;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.warn("SIG{} cannot be handled here; it ends the process without a drain", name, e);
        }
    }
}
