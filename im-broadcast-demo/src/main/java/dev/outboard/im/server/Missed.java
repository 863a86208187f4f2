package dev.outboard.im.server;

import dev.outboard.im.chat.GroupLog;
import dev.outboard.im.chat.HistoryLimits;
import dev.outboard.im.chat.HistorySlice;
import dev.outboard.im.v1.PositionDecoder;
import dev.outboard.im.v1.RecoveryEnum;
import dev.outboard.im.v1.SubscriptionDecoder;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber has missed of a group, lane by lane, within the limits of one answer. Made under the group's lock; has
 * references of its own to the messages, which {@link #close} gives back.
 */
final class Missed implements AutoCloseable {
    /**
     * What was missed of one lane.
     *
     * @param last where the subscriber is now
     */
    record OfLane(long epoch, long last, RecoveryEnum outcome, HistorySlice<ByteBuf> slice) {}

    private final List<OfLane> lanes = new ArrayList<>(2);
    private final boolean asked;
    private int messagesLeft;
    private long bytesLeft;

    private Missed(boolean asked, HistoryLimits limits) {
        this.asked = asked;
        this.messagesLeft = limits.pageMessages();
        this.bytesLeft = limits.pageBytes();
    }

    /**
     * <em>Returns owned</em>: what the request asks for.
     *
     * @param shared whether other nodes publish to the group, too
     */
    static Missed of(Group group, SubscriptionDecoder request, HistoryLimits limits, boolean shared) {
        Missed missed = new Missed(request.recover(), limits);
        boolean single = request.positionsCount() == 0;
        Map<Long, Long> positions = request.recover() ? positions(request) : Map.of();
        missed.read(group, positions, !single || shared);
        for (Map.Entry<Long, Long> unknown : positions.entrySet()) {
            // Who has seen nothing of a lane of which nothing is known has missed nothing, as far as can be told.
            if (unknown.getValue() != 0 || unknown.getKey() == 0 || !shared) {
                missed.lanes.add(lost(unknown.getKey(), unknown.getValue()));
            }
        }
        if (single && missed.outcome() == RecoveryEnum.RECOVERY_LOST) {
            missed.leaveOutMessages();
        }
        return missed;
    }

    /** This node's own lane first. */
    List<OfLane> lanes() {
        return lanes;
    }

    /** What came of all lanes together: the worst of it. */
    RecoveryEnum outcome() {
        RecoveryEnum worst = asked ? RecoveryEnum.RECOVERY_COMPLETE : RecoveryEnum.RECOVERY_NONE;
        for (OfLane lane : lanes) {
            if (lane.outcome().number() > worst.number()) {
                worst = lane.outcome();
            }
        }
        return worst;
    }

    @Override
    public void close() {
        lanes.forEach(lane -> lane.slice().close());
    }

    private static Map<Long, Long> positions(SubscriptionDecoder request) {
        Map<Long, Long> positions = new LinkedHashMap<>();
        if (request.epoch() != 0 || request.positionsCount() == 0) {
            positions.put(request.epoch(), request.sequence());
        }
        for (int i = 0; i < request.positionsCount(); i++) {
            PositionDecoder position = request.positions(i);
            positions.merge(position.epoch(), position.sequence(), Math::max);
        }
        return positions;
    }

    /** Takes the positions of lanes that are known out of {@code positions}. */
    private void read(Group group, Map<Long, Long> positions, boolean all) {
        long last = group.nextSequence() - 1;
        Long own = asked ? positions.remove(group.epoch()) : null;
        boolean pastTheEnd = own != null && Long.compareUnsigned(own, last) > 0;
        lanes.add(pastTheEnd ? lost(group.epoch(), last) : lane(group.epoch(), last, group.log(), own, all));
        Lanes others = group.lanes();
        if (others != null) {
            for (Lane lane : others.all()) {
                Long seen = asked ? positions.remove(lane.epoch()) : null;
                // It may have seen more, on the node that numbers the lane.
                lanes.add(lane(lane.epoch(), lane.last(), lane.log(), seen, all));
            }
        }
    }

    private OfLane lane(long epoch, long last, GroupLog<ByteBuf> log, @Nullable Long seen, boolean all) {
        if (!asked || seen == null && !all) {
            return new OfLane(
                    epoch,
                    last,
                    asked ? RecoveryEnum.RECOVERY_COMPLETE : RecoveryEnum.RECOVERY_NONE,
                    HistorySlice.none(last));
        }
        if (seen != null && seen >= last) {
            return new OfLane(epoch, Math.max(last, seen), RecoveryEnum.RECOVERY_COMPLETE, HistorySlice.none(seen));
        }
        long since = seen != null ? seen : log.oldest() - 1;
        HistorySlice<ByteBuf> slice = log.after(since, bytesLeft > 0 ? messagesLeft : 0, (int) Math.max(0, bytesLeft));
        messagesLeft -= slice.size();
        for (int i = 0; i < slice.size(); i++) {
            bytesLeft -= slice.message(i).readableBytes();
        }
        RecoveryEnum outcome = RecoveryEnum.RECOVERY_COMPLETE;
        if (slice.isLost()) {
            outcome = RecoveryEnum.RECOVERY_LOST;
        } else if (slice.hasMore()) {
            outcome = RecoveryEnum.RECOVERY_PARTIAL;
        }
        return new OfLane(epoch, last, outcome, slice);
    }

    private void leaveOutMessages() {
        lanes.replaceAll(lane -> {
            lane.slice().close();
            return new OfLane(lane.epoch(), lane.last(), lane.outcome(), HistorySlice.none(lane.last()));
        });
    }

    private static OfLane lost(long epoch, long last) {
        return new OfLane(epoch, last, RecoveryEnum.RECOVERY_LOST, HistorySlice.lost(last));
    }
}
