package dev.outboard.im.client;

import dev.outboard.im.client.Positions.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one group, brought into order: what is pushed, what an answer to Subscribe brings, and the pages of
 * History that close gaps. What is pushed while something is asked for waits; what was seen before is thrown away. Not
 * thread-safe; knows of no network.
 */
final class GroupFeed {
    /** What is to be asked for next. */
    record Wanted(long epoch, long after) {}

    private enum State {
        /** Not subscribed: nothing is pushed that counts. */
        APART,
        /** Subscribe is under way. */
        ASKED,
        LIVE,
        /** History is under way. */
        FILLING
    }

    private final int groupId;
    private final Feed feed;
    private final FeedCounters counters;
    private final Positions positions = new Positions();
    private final Deque<ChatMessage> held = new ArrayDeque<>();
    // Positions that the server told, up to which pages have to go before what waits may follow.
    private final List<Wanted> owed = new ArrayList<>();
    // Epochs that this connection's server knows of.
    private final Set<Long> current = new LinkedHashSet<>();
    private State state = State.APART;
    private @Nullable Wanted wanted;

    GroupFeed(int groupId, Feed feed, FeedCounters counters) {
        this.groupId = groupId;
        this.feed = feed;
        this.counters = counters;
    }

    int groupId() {
        return groupId;
    }

    Positions positions() {
        return positions;
    }

    /** Whether messages come as they are published. */
    boolean isLive() {
        return state == State.LIVE;
    }

    /** Whether the server has made the user a member, over this connection. */
    boolean isSubscribed() {
        return state == State.LIVE || state == State.FILLING;
    }

    /** The connection is gone: what waited was not seen, and will be asked for. */
    void disconnected() {
        state = State.APART;
        held.clear();
        owed.clear();
        current.clear();
        wanted = null;
    }

    /** Subscribe has been sent. */
    void asked() {
        state = State.ASKED;
    }

    /** Subscribe is answered: messages that were missed, up to a position of each epoch. */
    @Nullable
    Wanted subscribed(Answer answer) {
        for (ChatMessage message : answer.messages()) {
            counters.recovered.increment();
            take(message);
        }
        for (Told told : answer.told()) {
            place(told);
        }
        return goOn();
    }

    private void place(Told told) {
        current.add(told.epoch());
        boolean known = positions.knows(told.epoch());
        if (told.outcome() == Outcome.LOST) {
            long epoch = known ? told.epoch() : positions.epoch();
            counters.lost.increment();
            feed.onLost(groupId, epoch, positions.last(epoch));
        }
        if (known && positions.last(told.epoch()) >= told.sequence()) {
            return;
        }
        if (told.outcome() == Outcome.PARTIAL) {
            owed.add(new Wanted(told.epoch(), told.sequence()));
        } else {
            positions.seen(told.epoch(), told.sequence());
        }
    }

    /** A message was pushed; returns what has to be asked for because of it. */
    @Nullable
    Wanted pushed(ChatMessage message) {
        if (state == State.APART) {
            return null;
        }
        if (state == State.LIVE && positions.place(message.epoch(), message.sequence()) != Place.AHEAD) {
            take(message);
            return null;
        }
        held.add(message);
        if (state != State.LIVE) {
            return null;
        }
        counters.gaps.increment();
        return want(new Wanted(message.epoch(), positions.last(message.epoch())));
    }

    /** A marker says that messages behind a number were left out. */
    @Nullable
    Wanted missed(long epoch) {
        if (state != State.LIVE || !positions.knows(epoch)) {
            return null;
        }
        counters.markers.increment();
        return want(new Wanted(epoch, positions.last(epoch)));
    }

    /** A marker says that messages were left out, and not which. */
    @Nullable
    Wanted missedAnything() {
        if (state != State.LIVE) {
            return null;
        }
        counters.markers.increment();
        current.forEach(epoch -> owed.add(new Wanted(epoch, positions.last(epoch))));
        return goOn();
    }

    /** A page of History has come for what was wanted. */
    @Nullable
    Wanted filled(Page page) {
        Wanted asked = Objects.requireNonNull(wanted);
        wanted = null;
        for (ChatMessage message : page.messages()) {
            counters.filled.increment();
            take(message);
        }
        long reached = positions.last(asked.epoch());
        if (page.more() && reached > asked.after()) {
            return want(new Wanted(asked.epoch(), reached));
        }
        if (page.lost()) {
            giveUp(asked.epoch(), reached, page);
        } else if (page.sequence() > reached && positions.knows(asked.epoch())) {
            passOver(asked.epoch(), page.sequence());
        }
        owed.removeIf(told -> told.epoch() == asked.epoch());
        return goOn();
    }

    /** What comes behind what is not kept any more. */
    private void giveUp(long epoch, long reached, Page page) {
        long oldest = held.stream()
                .filter(message -> message.epoch() == epoch)
                .mapToLong(ChatMessage::sequence)
                .min()
                .orElse(page.sequence() + 1);
        counters.lost.increment();
        feed.onLost(groupId, epoch, reached);
        positions.seen(epoch, Math.max(reached, oldest - 1));
    }

    /** Takes what waits, as far as that goes. */
    private @Nullable Wanted goOn() {
        if (!owed.isEmpty()) {
            long epoch = owed.get(0).epoch();
            return want(new Wanted(epoch, positions.last(epoch)));
        }
        for (ChatMessage next = held.peek(); next != null; next = held.peek()) {
            if (positions.place(next.epoch(), next.sequence()) == Place.AHEAD) {
                counters.gaps.increment();
                return want(new Wanted(next.epoch(), positions.last(next.epoch())));
            }
            take(held.remove());
        }
        state = State.LIVE;
        return null;
    }

    private Wanted want(Wanted next) {
        state = State.FILLING;
        wanted = next;
        return next;
    }

    private void passOver(long epoch, long upTo) {
        counters.voids.increment();
        positions.seen(epoch, upTo);
        feed.onVoid(groupId, epoch, upTo);
    }

    private void take(ChatMessage message) {
        Place place = positions.place(message.epoch(), message.sequence());
        if (place == Place.OLD) {
            counters.filtered.increment();
            return;
        }
        if (place == Place.AHEAD) {
            // Answers have no gaps but for numbers that stand for nothing.
            passOver(message.epoch(), message.sequence() - 1);
        }
        positions.seen(message.epoch(), message.sequence());
        current.add(message.epoch());
        feed.onMessage(message);
    }

    /** What became of what was missed. */
    enum Outcome {
        /** It is there, or was not asked for. */
        COMPLETE,
        /** History has the rest of it. */
        PARTIAL,
        /** It is not kept any more. */
        LOST
    }

    /** Where a server is in one epoch. */
    record Told(long epoch, long sequence, Outcome outcome) {}

    /** What Subscribe answered: where the server is, in each epoch, and messages. */
    record Answer(List<Told> told, List<ChatMessage> messages) {}

    /**
     * What History answered.
     *
     * @param sequence the number of the last message published
     */
    record Page(long sequence, boolean lost, boolean more, List<ChatMessage> messages) {}
}
