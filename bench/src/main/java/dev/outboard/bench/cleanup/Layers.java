package dev.outboard.bench.cleanup;

import org.jspecify.annotations.Nullable;

/** So many parts open at a time, closed the last one first. One thread. */
final class Layers {
    /** Layers of one method: javac turns each into a handler of its own, and C2 refuses methods above 8,000 bytes of code. */
    private static final int OF_A_METHOD = 10;

    private Layers() {}

    /** Nested try-with-resources, ten to a method, and as many methods as it takes. */
    @SuppressWarnings("try") // that nobody uses what is opened
    static long nested(Parts parts, int from, int depth) {
        final int left = depth - from;
        if (left < OF_A_METHOD) {
            return left == 0 ? parts.open() : nestedOne(parts, from, depth);
        }
        try (Part a = parts.open(from);
                Part b = parts.open(from + 1);
                Part c = parts.open(from + 2);
                Part d = parts.open(from + 3);
                Part e = parts.open(from + 4);
                Part f = parts.open(from + 5);
                Part g = parts.open(from + 6);
                Part h = parts.open(from + 7);
                Part i = parts.open(from + 8);
                Part j = parts.open(from + 9)) {
            return nested(parts, from + OF_A_METHOD, depth);
        }
    }

    @SuppressWarnings("try")
    private static long nestedOne(Parts parts, int from, int depth) {
        try (Part one = parts.open(from)) {
            return nested(parts, from + 1, depth);
        }
    }

    /** In a scope, which closes them. */
    static long scope(Parts parts, ReleaseScope scope, int depth) {
        try (scope) {
            for (int i = 0; i < depth; i++) {
                scope.add(parts.open(i));
            }
            return parts.open();
        }
    }

    /** In an array, which a finally block closes backwards; it knows no exceptions of a release. */
    static long array(Parts parts, @Nullable Part[] array, int depth) {
        int count = 0;
        try {
            for (int i = 0; i < depth; i++) {
                array[count++] = parts.open(i);
            }
            return parts.open();
        } finally {
            close(array, count);
        }
    }

    /** By hand: the limit, and no part is closed where something is thrown between. */
    static long manual(Parts parts, @Nullable Part[] array, int depth) {
        for (int i = 0; i < depth; i++) {
            array[i] = parts.open(i);
        }
        final long open = parts.open();
        close(array, depth);
        return open;
    }

    private static void close(@Nullable Part[] array, int count) {
        for (int i = count - 1; i >= 0; i--) {
            final Part part = array[i];
            array[i] = null;
            if (part != null) {
                part.close();
            }
        }
    }
}
