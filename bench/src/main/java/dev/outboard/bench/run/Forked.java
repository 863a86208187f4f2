package dev.outboard.bench.run;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * The main class of every child JVM: runs another main class, and halts when standard input ends. The parent holds the
 * other end of that pipe, so that a child goes down with its parent even when the parent was killed outright and no
 * shutdown hook of it ran.
 */
public final class Forked {
    private static final int ORPHANED = 143;

    private Forked() {}

    /** Runs the class named by the first argument with the remaining ones. */
    public static void main(String[] args) throws Throwable {
        final Thread watch = new Thread(Forked::haltWhenOrphaned, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(args, 1, args.length));
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static void haltWhenOrphaned() {
        try {
            while (System.in.read() >= 0) {
                // The parent never writes; whatever comes is not for us.
            }
        } catch (IOException e) {
            System.err.println("parent-watch: " + e + " (expected: end of standard input), halting");
        }
        Runtime.getRuntime().halt(ORPHANED);
    }
}
