package dev.outboard.im.server;

import dev.outboard.im.chat.HistoryBudget;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of a group that other nodes number, in the order in which they became known. A lane goes when nothing is kept
 * of it, and nothing came for as long as messages are kept, or when there are too many. Guarded by its group's lock.
 */
final class Lanes {
    /** The most that a group has. */
    static final int MOST = 64;

    private final HistoryBudget history;
    private final List<Lane> lanes = new ArrayList<>(2);

    Lanes(HistoryBudget history) {
        this.history = history;
    }

    /** The lane of that epoch, or null. */
    @Nullable
    Lane find(long epoch) {
        for (Lane lane : lanes) {
            if (lane.epoch() == epoch) {
                return lane;
            }
        }
        return null;
    }

    /** A new lane, which begins with the message behind {@code last}. */
    Lane add(long epoch, long last, long nowNanos) {
        if (lanes.size() >= MOST) {
            lanes.remove(0).log().close();
        }
        Lane lane = new Lane(epoch, last, history, nowNanos);
        lanes.add(lane);
        return lane;
    }

    /** All of them. Not to be changed, nor kept. */
    List<Lane> all() {
        return lanes;
    }

    void expire(long nowNanos) {
        long age = history.limits().age().toNanos();
        lanes.forEach(lane -> lane.log().expire(nowNanos));
        lanes.removeIf(lane -> lane.isOver(nowNanos, age));
    }

    void close() {
        lanes.forEach(lane -> lane.log().close());
        lanes.clear();
    }
}
