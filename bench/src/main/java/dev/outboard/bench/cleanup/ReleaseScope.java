package dev.outboard.bench.cleanup;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Releases what was added to it in the reverse order: a stack, as Go keeps it for {@code defer}. Life: {@link #add} any number of
 * times, {@link #close}; then it is empty and can be used again. It allocates only where it has never held as many releases. One
 * thread.
 */
public final class ReleaseScope implements AutoCloseable {
    private static final int FIRST = 8;

    private @Nullable Release[] releases = new @Nullable Release[FIRST];
    private int count;

    /** Gives something back. */
    @FunctionalInterface
    public interface Release {
        /** Once; whatever it throws does not keep the others from theirs. */
        void release();
    }

    /** <em>Consumes</em>: it is released when this closes, before all that were added earlier. */
    public void add(Release release) {
        if (count == releases.length) {
            releases = Arrays.copyOf(releases, 2 * count);
        }
        releases[count++] = release;
    }

    /** How many wait for their release. */
    public int size() {
        return count;
    }

    /**
     * Releases all, the last one first, one that is added meanwhile included. Does nothing where there is none.
     *
     * @throws RuntimeException or an Error, the first that was thrown; later ones are suppressed by it
     */
    @Override
    public void close() {
        Throwable first = null;
        while (count > 0) {
            final Release release = releases[--count];
            releases[count] = null;
            if (release != null) {
                first = release(release, first);
            }
        }
        if (first != null) {
            throwIt(first);
        }
    }

    private static @Nullable Throwable release(Release release, @Nullable Throwable first) {
        try {
            release.release();
            return first;
        } catch (RuntimeException | Error e) {
            if (first == null) {
                return e;
            }
            first.addSuppressed(e);
            return first;
        }
    }

    private static void throwIt(Throwable first) {
        if (first instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) first;
    }
}
