package dev.outboard.im.load;

import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.im.v1.PublishEncoder;
import dev.outboard.im.v1.ReceiptDecoder;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.Status;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Sends messages, group after group, and keeps the receipts. Any thread. */
final class Publisher implements Sender {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Population population;
    private final Texts content;
    private final Broadcasts broadcasts;
    private final List<Session> sessions;
    private final Turns turns;
    private final LongAdder sent = new LongAdder();
    private final LongAdder receipts = new LongAdder();
    private final LongAdder recipients = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Map<String, LongAdder> failures = new ConcurrentSkipListMap<>();
    private final ThreadLocal<StringBuilder> scratch = ThreadLocal.withInitial(StringBuilder::new);

    /** Hears of the end of a message that was published. Any thread. */
    interface Ends extends Tally.Completions {
        /** It could not be published; called once instead of {@link #complete}. */
        void failed(Broadcast broadcast);
    }

    Publisher(Population population, Texts content, Broadcasts broadcasts, List<Session> sessions, Turns turns) {
        this.population = population;
        this.content = content;
        this.broadcasts = broadcasts;
        this.sessions = sessions;
        this.turns = turns;
    }

    @Override
    public @Nullable Broadcast next(long intendedNanos, int slot) {
        // A number whose turn nobody takes stays unused: texts go by numbers, and a log's line by its turn.
        long sequence = broadcasts.nextSequence();
        int group = turns.group(sequence - 1);
        Session session = session(group, turns.sender(sequence - 1));
        if (session == null) {
            return null;
        }
        int members = population.members(group).length;
        Broadcast broadcast = new Broadcast(sequence, group, session.user(), intendedNanos, slot, members);
        broadcasts.add(broadcast);
        return broadcast;
    }

    @Override
    public void send(Broadcast broadcast, Ends ends) {
        Call call = new Call(broadcast, ends);
        sent.increment();
        sessions.get(broadcast.publisher()).connection().call(ChatMethods.PUBLISH, call, TIMEOUT_NANOS, call);
    }

    /** Messages sent, or tried to. */
    long sent() {
        return sent.sum();
    }

    /** Messages that the server has taken. */
    long receipts() {
        return receipts.sum();
    }

    /** Messages whose call has not ended. */
    long unanswered() {
        long ended = receipts.sum() + failed.sum();
        return sent.sum() - ended;
    }

    /** Members to whom, by its receipts, the server has sent them. */
    long recipients() {
        return recipients.sum();
    }

    /** Messages that the server has not taken, or not said so, by the code of their status. */
    Map<String, Long> failures() {
        Map<String, Long> counts = new TreeMap<>();
        failures.forEach((code, count) -> counts.put(code, count.sum()));
        return counts;
    }

    /** The member whose turn it is, or the next one who is connected and reads. */
    private @Nullable Session session(int group, int first) {
        int[] members = population.members(group);
        for (int i = 0; i < members.length; i++) {
            Session session = sessions.get(members[(first + i) % members.length]);
            if (reads(session)) {
                return session;
            }
        }
        return null;
    }

    private int reading(int group) {
        int reading = 0;
        for (int user : population.members(group)) {
            if (reads(sessions.get(user))) {
                reading++;
            }
        }
        return reading;
    }

    private static boolean reads(Session session) {
        return !session.isClosed() && !session.isStalled();
    }

    /** One call of Publish. */
    private final class Call implements MessageWriter, ReplyHandler {
        private final Broadcast broadcast;
        private final Ends ends;

        Call(Broadcast broadcast, Ends ends) {
            this.broadcast = broadcast;
            this.ends = ends;
        }

        @Override
        public void write(WireWriter out) {
            PublishEncoder request = new PublishEncoder()
                    .wrap(out)
                    .groupId(population.groupId(broadcast.group()))
                    .intendedNanos(broadcast.intendedNanos())
                    .clientSequence(broadcast.sequence());
            content.write(request, broadcast.sequence(), scratch.get());
        }

        @Override
        public void onReply(WireReader reply) {
            ReceiptDecoder receipt = new ReceiptDecoder().wrap(reply);
            receipts.increment();
            recipients.add(receipt.recipients());
            int reachable = Math.min(receipt.recipients(), reading(broadcast.group()));
            broadcast.receipt(receipt.recipients(), reachable - receipt.dropped());
            if (broadcast.isFull()) {
                broadcasts.full(broadcast);
            }
            if (broadcast.isComplete() && broadcast.end()) {
                ends.complete(broadcast);
            }
        }

        @Override
        public void onFailure(Status status) {
            failed.increment();
            failures.computeIfAbsent(status.code().name(), code -> new LongAdder())
                    .increment();
            if (broadcast.end()) {
                ends.failed(broadcast);
            }
        }
    }
}
