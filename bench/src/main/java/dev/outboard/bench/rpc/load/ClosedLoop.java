package dev.outboard.bench.rpc.load;

/** Each reply makes the next call of its place: as many calls in flight as there are places, always. */
final class ClosedLoop extends Load {
    private volatile boolean running;

    @Override
    void start() {
        running = true;
        for (Call call : calls()) {
            call.start(0);
        }
    }

    @Override
    void stop() {
        running = false;
    }

    @Override
    void ended(Call call, long dueNanos) {
        if (running && faults() == 0) {
            call.start(0);
        }
    }
}
