package dev.outboard.im.client;

import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.im.v1.ReceiptDecoder;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** What a user publishes, kept until there is an answer. Used under the user's lock. */
public final class Outgoing {
    /** After these the same message may be taken at another try. */
    private static final Set<StatusCode> PASSING = EnumSet.of(
            StatusCode.UNAVAILABLE,
            StatusCode.DEADLINE_EXCEEDED,
            StatusCode.RESOURCE_EXHAUSTED,
            StatusCode.UNAUTHENTICATED,
            StatusCode.CANCELLED,
            StatusCode.ABORTED);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final FeedCounters counters;
    private final Line line;
    private final Timer timer;
    private final Set<Pending> waiting = new LinkedHashSet<>();
    // Keys are remembered for minutes, and this program may have run before.
    private final String keys = Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, 36) + "-";
    private long lastKey;

    /** Writes a {@code Publish} under a key. */
    @FunctionalInterface
    public interface KeyedWriter {
        /** Writes the message, its key included. */
        void write(WireWriter out, String key);
    }

    /** Makes calls on the connection that there is; does nothing where there is none. */
    @FunctionalInterface
    interface Line {
        void call(Method method, MessageWriter request, ReplyHandler handler);
    }

    /** Runs something later, under the lock. */
    @FunctionalInterface
    interface Timer {
        void later(Runnable action, long nanos);
    }

    Outgoing(FeedCounters counters, Line line, Timer timer) {
        this.counters = counters;
        this.line = line;
        this.timer = timer;
    }

    /** Messages without an answer. */
    int waiting() {
        return waiting.size();
    }

    /** Takes a message, and sends it now if there is a line. */
    void publish(KeyedWriter message, PublishEnd end, boolean now) {
        Pending pending = new Pending(message, end, keys + ++lastKey);
        waiting.add(pending);
        if (now) {
            pending.send();
        }
    }

    /** There is a line again: whatever has no answer is sent again. */
    void sendAll() {
        for (Pending pending : new ArrayList<>(waiting)) {
            pending.send();
        }
    }

    /** Fails whatever has no answer. */
    void fail(Status status) {
        List<Pending> all = new ArrayList<>(waiting);
        waiting.clear();
        all.forEach(pending -> pending.end.failed(status));
    }

    private final class Pending implements MessageWriter {
        private final KeyedWriter message;
        private final PublishEnd end;
        private final String key;
        private int attempts;

        Pending(KeyedWriter message, PublishEnd end, String key) {
            this.message = message;
            this.end = end;
            this.key = key;
        }

        void send() {
            int attempt = ++attempts;
            if (attempt > 1) {
                counters.retries.increment();
            }
            line.call(ChatMethods.PUBLISH, this, new ReplyHandler() {
                @Override
                public void onReply(WireReader reply) {
                    acknowledged(new ReceiptDecoder().wrap(reply));
                }

                @Override
                public void onFailure(Status status) {
                    failed(status, attempt);
                }
            });
        }

        @Override
        public void write(WireWriter out) {
            message.write(out, key);
        }

        private void acknowledged(ReceiptDecoder receipt) {
            if (waiting.remove(this)) {
                if (receipt.repeated()) {
                    counters.repeated.increment();
                }
                end.acknowledged(receipt.epoch(), receipt.sequence(), receipt.recipients());
            }
        }

        private void failed(Status status, int attempt) {
            if (attempt != attempts || !waiting.contains(this)) {
                return; // Sent again since.
            }
            if (!PASSING.contains(status.code())) {
                waiting.remove(this);
                end.failed(status);
                return;
            }
            timer.later(() -> sendAgain(attempt), PAUSE_NANOS);
        }

        private void sendAgain(int attempt) {
            if (attempt == attempts && waiting.contains(this)) {
                send();
            }
        }
    }
}
