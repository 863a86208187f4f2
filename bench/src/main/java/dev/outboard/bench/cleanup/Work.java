package dev.outboard.bench.cleanup;

import org.jspecify.annotations.Nullable;

/** One way at work. One thread; closed in the end. */
public final class Work implements AutoCloseable {
    private final Way way;
    private final int depth;
    private final Parts parts = new Parts();
    private final ReleaseScope scope = new ReleaseScope();
    private final @Nullable Part[] array = new @Nullable Part[Way.DEEPEST];
    private final Owners owners = new Owners();

    private Work(Way way, int depth) {
        this.way = way;
        this.depth = depth;
    }

    /**
     * <em>Returns owned</em>: that way, at work.
     *
     * @param depth parts that an operation opens, 1 to 100
     */
    public static Work of(Way way, int depth) {
        if (depth < 1 || depth > Way.DEEPEST) {
            throw new IllegalArgumentException("depth: " + depth + " (expected: 1 to " + Way.DEEPEST + ")");
        }
        return new Work(way, depth);
    }

    /** Opens and closes; returns how many were open in between. */
    public long run() {
        return switch (way) {
            case NESTED -> Layers.nested(parts, 0, depth);
            case SCOPE -> Layers.scope(parts, scope, depth);
            case SCOPE_NEW -> Layers.scope(parts, new ReleaseScope(), depth);
            case ARRAY -> Layers.array(parts, array, depth);
            case MANUAL -> Layers.manual(parts, array, depth);
            case LOOP_NESTED -> loopNested();
            case LOOP_SCOPE -> loopScope();
            case LOOP_SCOPE_NEW -> loopScopeNew();
            case LOOP_ONE_SCOPE -> Layers.scope(parts, scope, depth);
            case LOOP_ONE_ARRAY -> Layers.array(parts, array, depth);
            case OWNER_MANUAL -> owners.manual(parts);
            case OWNER_POOL -> owners.pool(parts);
            case OWNER_CLEANER -> owners.cleaned(parts);
            case OWNER_CLEANER_LEFT -> owners.left(parts);
            case OWNER_DEADLINE -> owners.deadline(parts);
        };
    }

    @SuppressWarnings("try") // that nobody uses what is opened
    private long loopNested() {
        long open = 0;
        for (int i = 0; i < depth; i++) {
            try (Part part = parts.open(i)) {
                open += parts.open();
            }
        }
        return open;
    }

    private long loopScope() {
        long open = 0;
        for (int i = 0; i < depth; i++) {
            try (scope) {
                scope.add(parts.open(i));
                open += parts.open();
            }
        }
        return open;
    }

    private long loopScopeNew() {
        long open = 0;
        for (int i = 0; i < depth; i++) {
            try (ReleaseScope each = new ReleaseScope()) {
                each.add(parts.open(i));
                open += parts.open();
            }
        }
        return open;
    }

    /**
     * Runs once and looks whether everything that was opened was closed, in the right order.
     *
     * @return the most parts that were open at a time
     * @throws IllegalStateException where it was not; its message is one line
     */
    public int verify() {
        parts.reset();
        final long open = run();
        final boolean each = way.group() == Way.Group.LOOP && parts.mostOpen() == 1;
        check("counted open", open, depth);
        check("still open", parts.open(), 0);
        check("order of closing", parts.order(), each ? Parts.firstFirst(depth) : Parts.lastFirst(depth));
        return Math.max(1, parts.mostOpen());
    }

    private void check(String what, long actual, long expected) {
        if (actual != expected) {
            throw new IllegalStateException(way.id() + ": " + what + ": " + actual + " (expected: " + expected + ")");
        }
    }

    @Override
    public void close() {
        owners.close();
    }
}
