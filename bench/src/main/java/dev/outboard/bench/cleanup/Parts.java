package dev.outboard.bench.cleanup;

/** Parts to open, and a record of what was opened and closed, and in which order. One thread. */
final class Parts {
    private final Part[] parts = new Part[Way.DEEPEST];
    private int open;
    private int mostOpen;
    private long order;

    Parts() {
        for (int i = 0; i < parts.length; i++) {
            parts[i] = new Part(this, i);
        }
    }

    /** Opens one of those that are here already. */
    Part open(int number) {
        opened();
        return parts[number];
    }

    /** Opens a new one. */
    Part openNew() {
        opened();
        return new Part(this, 0);
    }

    /** Opens one that was closed before. */
    Part reopened(Part part) {
        opened();
        return part;
    }

    private void opened() {
        open++;
        mostOpen = Math.max(mostOpen, open);
    }

    void closed(int number) {
        open--;
        order = order * 31 + number;
    }

    /** How many are open. */
    int open() {
        return open;
    }

    /** How many were at the most. */
    int mostOpen() {
        return mostOpen;
    }

    /** Forgets what there was. */
    void reset() {
        open = 0;
        mostOpen = 0;
        order = 0;
    }

    /** Stands for the order in which they were closed. */
    long order() {
        return order;
    }

    /** The order of closing the last of {@code count} first. */
    static long lastFirst(int count) {
        long order = 0;
        for (int i = count - 1; i >= 0; i--) {
            order = order * 31 + i;
        }
        return order;
    }

    /** The order of closing each before the next is opened. */
    static long firstFirst(int count) {
        long order = 0;
        for (int i = 0; i < count; i++) {
            order = order * 31 + i;
        }
        return order;
    }
}
