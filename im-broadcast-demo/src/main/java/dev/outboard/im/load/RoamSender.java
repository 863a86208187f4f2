package dev.outboard.im.load;

import dev.outboard.codec.WireWriter;
import dev.outboard.im.client.Outgoing;
import dev.outboard.im.client.PublishEnd;
import dev.outboard.im.client.RecoveringUser;
import dev.outboard.im.v1.PublishEncoder;
import dev.outboard.rpc.Status;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Sends messages as recovering users: whoever is away sends when it is back. Any thread. */
final class RoamSender implements Sender {
    private final Population population;
    private final Texts texts;
    private final Broadcasts broadcasts;
    private final List<RecoveringUser> users;
    private final Turns turns;
    private final Held held;
    private final RoamTally tally;
    private final LongAdder sent = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Map<String, LongAdder> failures = new ConcurrentSkipListMap<>();
    private final ThreadLocal<StringBuilder> scratch = ThreadLocal.withInitial(StringBuilder::new);

    RoamSender(
            Population population,
            Texts texts,
            Broadcasts broadcasts,
            List<RecoveringUser> users,
            Turns turns,
            Held held,
            RoamTally tally) {
        this.population = population;
        this.texts = texts;
        this.broadcasts = broadcasts;
        this.users = users;
        this.turns = turns;
        this.held = held;
        this.tally = tally;
    }

    @Override
    public @Nullable Broadcast next(long intendedNanos, int slot) {
        long sequence = broadcasts.nextSequence();
        int group = turns.group(sequence - 1);
        int[] members = population.members(group);
        int first = turns.sender(sequence - 1);
        for (int i = 0; i < members.length; i++) {
            int user = members[(first + i) % members.length];
            if (!held.isHeld(user)) {
                Broadcast broadcast = new Broadcast(sequence, group, user, intendedNanos, slot, members.length);
                broadcasts.add(broadcast);
                return broadcast;
            }
        }
        return null;
    }

    @Override
    public void send(Broadcast broadcast, Publisher.Ends ends) {
        sent.increment();
        One one = new One(broadcast, ends);
        users.get(broadcast.publisher()).publish(one, one);
    }

    long sent() {
        return sent.sum();
    }

    long acknowledged() {
        return acknowledged.sum();
    }

    /** Messages that have no answer yet. */
    long unanswered() {
        long ended = acknowledged.sum() + failed.sum();
        return sent.sum() - ended;
    }

    /** Messages refused for good, by the code of their status. */
    Map<String, Long> failures() {
        Map<String, Long> counts = new TreeMap<>();
        failures.forEach((code, count) -> counts.put(code, count.sum()));
        return counts;
    }

    /** One message on its way. */
    private final class One implements Outgoing.KeyedWriter, PublishEnd {
        private final Broadcast broadcast;
        private final Publisher.Ends ends;

        One(Broadcast broadcast, Publisher.Ends ends) {
            this.broadcast = broadcast;
            this.ends = ends;
        }

        @Override
        public void write(WireWriter out, String key) {
            PublishEncoder request = new PublishEncoder()
                    .wrap(out)
                    .groupId(population.groupId(broadcast.group()))
                    .intendedNanos(broadcast.intendedNanos())
                    .clientSequence(broadcast.sequence())
                    .key(key);
            texts.write(request, broadcast.sequence(), scratch.get());
        }

        @Override
        public void acknowledged(long epoch, long sequence, int recipients) {
            // Every member has to get it, whoever was connected at that moment.
            int members = population.members(broadcast.group()).length;
            broadcast.receipt(members, members);
            acknowledged.increment();
            tally.complete(broadcast);
        }

        @Override
        public void failed(Status status) {
            failed.increment();
            failures.computeIfAbsent(status.code().name(), code -> new LongAdder())
                    .increment();
            if (broadcast.end()) {
                ends.failed(broadcast);
            }
        }
    }
}
