package dev.outboard.bench.cleanup;

/** What is opened and has to be closed. Cheap on purpose: what is measured is who sees to it. One thread but for its Cleaner. */
final class Part implements AutoCloseable, ReleaseScope.Release {
    private final Parts parts;
    private final int number;

    Part(Parts parts, int number) {
        this.parts = parts;
        this.number = number;
    }

    @Override
    public void close() {
        parts.closed(number);
    }

    @Override
    public void release() {
        parts.closed(number);
    }
}
