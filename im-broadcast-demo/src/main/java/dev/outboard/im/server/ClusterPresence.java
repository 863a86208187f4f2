package dev.outboard.im.server;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.im.backplane.Backplane;
import dev.outboard.im.backplane.v1.SignalKindEnum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is where: tells other nodes of this one's users, and knows what they tell of theirs.
 *
 * <p>Changes go out once a tick, each user's last state only, and are counted: the count is in every heartbeat. Whoever has
 * missed one sees that the counts differ, and asks for a snapshot. A node that is silent for {@link #SILENCE_NANOS} is gone,
 * and its users with it.
 *
 * <p>The user table's writer's, where nothing else is said.
 */
final class ClusterPresence implements Elsewhere {
    static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(1);
    static final long SILENCE_NANOS = 5 * HEARTBEAT_NANOS;

    private static final Logger LOG = LoggerFactory.getLogger(ClusterPresence.class);
    private static final int PART_ENTRIES = 256;
    private static final int CONNECTED = 0;

    /** A user in a group; in group 0 one who is connected. */
    private record Place(int groupId, long userId) {}

    private final String node;
    private final long instance;
    private final SignalCodec codec;
    private final Backplane backplane;
    private final ClusterCounters counters;
    private final ChatClock clock;
    private final Map<Long, OtherNode> others = new ConcurrentHashMap<>();
    private final Set<Place> changed = new LinkedHashSet<>();
    private UserTable table;
    private TableWriter writer;
    private BiConsumer<Integer, Long> typed;
    private long state;
    private long nextHeartbeat;

    /**
     * @param instance this process
     */
    @SuppressWarnings("NullAway.Init") // bind() comes before anything else.
    ClusterPresence(
            String node,
            long instance,
            SignalCodec codec,
            Backplane backplane,
            ClusterCounters counters,
            ChatClock clock) {
        this.node = node;
        this.instance = instance;
        this.codec = codec;
        this.backplane = backplane;
        this.counters = counters;
        this.clock = clock;
        this.nextHeartbeat = clock.nanos();
    }

    /**
     * Says whose users these are. Once, before the backplane starts.
     *
     * @param typed hears of users elsewhere who type in a group
     */
    void bind(UserTable newTable, TableWriter newWriter, BiConsumer<Integer, Long> newTyped) {
        table = newTable;
        writer = newWriter;
        typed = newTyped;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public boolean isPresent(int groupId, long userId) {
        for (OtherNode other : others.values()) {
            if (other.isPresent(groupId, userId)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isKnown(long userId) {
        return isPresent(CONNECTED, userId);
    }

    @Override
    public Map<Long, List<String>> present(int groupId) {
        Map<Long, List<String>> all = new LinkedHashMap<>();
        for (OtherNode other : others.values()) {
            other.present(groupId)
                    .forEach((user, devices) ->
                            all.computeIfAbsent(user, id -> new ArrayList<>()).addAll(devices));
        }
        return all;
    }

    @Override
    public void changed(int groupId, long userId) {
        changed.add(new Place(groupId, userId));
    }

    /** Other nodes that are there. Any thread. */
    int nodes() {
        return others.size();
    }

    /** Tells what has changed since the last time. */
    void tick() {
        List<PresenceSignal.Entry> entries = new ArrayList<>();
        for (Place place : changed) {
            entries.add(new PresenceSignal.Entry(
                    place.groupId(), place.userId(), devices(place.groupId(), place.userId())));
            if (entries.size() == PART_ENTRIES) {
                sendChanges(entries);
            }
        }
        changed.clear();
        if (!entries.isEmpty()) {
            sendChanges(entries);
        }
        long now = clock.nanos();
        if (now - nextHeartbeat >= 0) {
            nextHeartbeat = now + HEARTBEAT_NANOS;
            send(signal(SignalKindEnum.SIGNAL_HEARTBEAT, 0, true, 0, List.of()), false);
            forgetSilent(now);
        }
    }

    /** Somebody here types. Any thread; dropped where there is much to do. */
    void typing(int groupId, long userId) {
        PresenceSignal.Entry entry = new PresenceSignal.Entry(groupId, userId, List.of());
        send(new PresenceSignal(node, instance, SignalKindEnum.SIGNAL_TYPING, 0, 0, true, 0, List.of(entry)), true);
    }

    /** The others can be reached: asks them, and tells them, who is there. Any thread. */
    void connected() {
        submit(() -> {
            send(signal(SignalKindEnum.SIGNAL_REQUEST, 0, true, 0, List.of()), false);
            sendSnapshot();
        });
    }

    /** Says that this node goes. Any thread. */
    void goodbye() {
        send(new PresenceSignal(node, instance, SignalKindEnum.SIGNAL_GOODBYE, 0, 0, true, 0, List.of()), false);
    }

    /** What another node tells. The backplane's thread. */
    void signal(byte[] bytes) {
        PresenceSignal signal;
        try {
            signal = codec.decode(bytes);
        } catch (FrameBudgetException e) {
            counters.refused.increment();
            return;
        }
        if (signal == null) {
            counters.badSignals.increment();
        } else if (signal.instance() != instance) {
            if (signal.kind() == SignalKindEnum.SIGNAL_TYPING) {
                signal.entries().forEach(entry -> typed.accept(entry.groupId(), entry.userId()));
            } else {
                submit(() -> apply(signal));
            }
        }
    }

    private void apply(PresenceSignal signal) {
        if (signal.kind() == SignalKindEnum.SIGNAL_GOODBYE) {
            forget(signal.instance());
            return;
        }
        OtherNode other = others.computeIfAbsent(signal.instance(), id -> new OtherNode(signal.node()));
        other.heard(clock.nanos());
        switch (signal.kind()) {
            case SIGNAL_HEARTBEAT -> {
                if (!other.isComplete() || other.state() != signal.state()) {
                    other.state(signal.state(), false);
                    send(signal(SignalKindEnum.SIGNAL_REQUEST, 0, true, signal.instance(), List.of()), false);
                }
            }
            case SIGNAL_CHANGES -> {
                boolean next = other.isComplete() && signal.state() == other.state() + 1;
                signal.entries().forEach(entry -> put(other, entry));
                other.state(signal.state(), next);
            }
            case SIGNAL_SNAPSHOT -> applySnapshot(other, signal);
            case SIGNAL_REQUEST -> {
                if (signal.to() == 0 || signal.to() == instance) {
                    sendSnapshot();
                }
            }
            default -> counters.badSignals.increment();
        }
    }

    private void applySnapshot(OtherNode other, PresenceSignal signal) {
        if (other.isComplete() && other.state() == signal.state()) {
            return;
        }
        if (signal.part() == 0) {
            // Who is in it again has not gone in between: nobody looks before the tick.
            touchAll(other);
            other.clear();
        }
        signal.entries().forEach(entry -> put(other, entry));
        other.state(signal.state(), signal.last());
    }

    private void put(OtherNode other, PresenceSignal.Entry entry) {
        if (entry.groupId() == CONNECTED) {
            if (!entry.devices().isEmpty()) {
                table.knownElsewhere(entry.userId());
            }
        } else {
            table.touchElsewhere(entry.groupId(), entry.userId());
        }
        other.put(entry);
    }

    private void forgetSilent(long now) {
        others.forEach((id, other) -> {
            if (now - other.heardNanos() > SILENCE_NANOS) {
                LOG.warn("Node {} is silent: its users are taken for gone", other.name());
                forget(id);
            }
        });
    }

    private void forget(long id) {
        OtherNode other = others.get(id);
        if (other != null) {
            touchAll(other);
            others.remove(id);
        }
    }

    private void touchAll(OtherNode other) {
        other.groups().forEach((groupId, users) -> {
            if (groupId != CONNECTED) {
                users.keySet().forEach(user -> table.touchElsewhere(groupId, user));
            }
        });
    }

    private void sendSnapshot() {
        Map<Place, List<String>> all = new HashMap<>();
        table.forEachDevice(device -> {
            add(all, CONNECTED, device);
            for (Group group : device.subscriptions()) {
                if (group != device.account().inbox()) {
                    add(all, group.id(), device);
                }
            }
        });
        // What has changed since the last tick is in it, and is told again.
        List<PresenceSignal.Entry> entries = new ArrayList<>();
        all.forEach(
                (place, devices) -> entries.add(new PresenceSignal.Entry(place.groupId(), place.userId(), devices)));
        int part = 0;
        int from = 0;
        boolean last;
        do {
            int to = Math.min(entries.size(), from + PART_ENTRIES);
            last = to == entries.size();
            send(
                    signal(SignalKindEnum.SIGNAL_SNAPSHOT, part++, last, 0, List.copyOf(entries.subList(from, to))),
                    false);
            from = to;
        } while (!last);
    }

    private static void add(Map<Place, List<String>> all, int groupId, User device) {
        all.computeIfAbsent(new Place(groupId, device.key()), place -> new ArrayList<>(1))
                .add(device.device());
    }

    private List<String> devices(int groupId, long userId) {
        List<String> devices = new ArrayList<>(1);
        Account account = table.account(userId);
        if (account != null) {
            Group group = groupId == CONNECTED ? account.inbox() : table.group(groupId);
            for (User device : account.devices()) {
                if (groupId == CONNECTED || group != null && device.isSubscribed(group)) {
                    devices.add(device.device());
                }
            }
        }
        return devices;
    }

    private void sendChanges(List<PresenceSignal.Entry> entries) {
        state++;
        send(signal(SignalKindEnum.SIGNAL_CHANGES, 0, true, 0, List.copyOf(entries)), false);
        entries.clear();
    }

    private PresenceSignal signal(
            SignalKindEnum kind, int part, boolean last, long to, List<PresenceSignal.Entry> entries) {
        return new PresenceSignal(node, instance, kind, state, part, last, to, entries);
    }

    private void send(PresenceSignal signal, boolean droppable) {
        try {
            if (!backplane.signal(codec.encode(signal), droppable)) {
                LOG.debug("Not told: {}", signal.kind());
            }
        } catch (RefusedException e) {
            counters.refused.increment();
        }
    }

    private void submit(Runnable change) {
        if (!writer.submit(change)) {
            // Its count is missed with it, so a snapshot follows.
            counters.refused.increment();
        }
    }
}
