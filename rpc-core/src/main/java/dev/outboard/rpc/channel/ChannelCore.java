package dev.outboard.rpc.channel;

import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel's inside. Calls choose a connection out of an immutable snapshot, on their own thread, without a lock; all that
 * changes the snapshot runs one after the other in the {@link Serial}: addresses, connections that come and go, calls that
 * wait.
 */
final class ChannelCore implements NameResolver.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelCore.class);
    private static final Snapshot NOTHING = new Snapshot(new EndpointPool[0], key -> 0);

    final RpcClient client;
    final RetryBudget budget;

    private final ChannelOptions options;
    private final ChannelScheduler scheduler;
    private final NameResolver resolver;
    private final Serial serial = new Serial();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Calls that may be between two attempts, where nobody else would tell them of the channel's end. */
    private final Set<ManagedCall> live = ConcurrentHashMap.newKeySet();

    private final WaitingCalls waiting;
    private volatile ChannelState state = ChannelState.IDLE;
    private volatile Snapshot snapshot = NOTHING;
    private volatile List<EndpointPool> endpoints = List.of();
    /** The serial's: endpoints that are no longer the target's, whose calls go on. */
    private final Set<EndpointPool> leaving = new HashSet<>();

    /** The serial's: why the last look for addresses failed. */
    private @Nullable Status unresolved;

    /** The endpoints that are ready, and the choice among them; never changed. */
    private record Snapshot(EndpointPool[] ready, LoadBalancer.Picker picker) {}

    ChannelCore(ChannelOptions options, ChannelScheduler scheduler, NameResolver resolver) {
        this.options = options;
        this.client = options.client();
        this.budget = options.budget();
        this.scheduler = scheduler;
        this.resolver = resolver;
        this.waiting = new WaitingCalls(options.maxWaitingCalls(), options.maxWaitingBytes());
    }

    // ---- any thread: calls

    @Nullable
    CallPolicy policy(Method method) {
        CallPolicy own = options.policies().get(method);
        return own != null ? own : options.policy();
    }

    /** A connection that takes calls, other than {@code avoided} if there is one; null where there is none. */
    @Nullable
    ClientConnection pick(long hashKey, @Nullable ClientConnection avoided) {
        ClientConnection other = pickOther(hashKey, avoided);
        return other == null && avoided != null ? pickOther(hashKey, null) : other;
    }

    private @Nullable ClientConnection pickOther(long hashKey, @Nullable ClientConnection avoided) {
        Snapshot now = snapshot;
        int count = now.ready.length;
        if (count == 0) {
            return null;
        }
        int at = now.picker.pick(hashKey);
        if (at < 0 || at >= count) {
            throw picked(at, count);
        }
        for (int left = count; left > 0; left--) {
            ClientConnection connection = now.ready[at].take(avoided);
            if (connection != null) {
                return connection;
            }
            at = at + 1 == count ? 0 : at + 1;
        }
        return null;
    }

    private static IllegalStateException picked(int at, int count) {
        return new IllegalStateException("picked: " + at + " (expected: 0 to " + (count - 1) + ")");
    }

    /** Gives a call a connection when there is one; connects if nobody has. */
    void await(Waiting call) {
        serial.execute(() -> admit(call));
    }

    void noLongerWaits(Waiting call) {
        serial.execute(() -> waiting.remove(call));
    }

    void began(ManagedCall call) {
        live.add(call);
    }

    void ended(ManagedCall call) {
        live.remove(call);
    }

    /** Runs what tells a user, later, so that one who calls again at once does not nest. */
    void soon(Runnable telling) {
        Runnable logged = () -> {
            try {
                telling.run();
            } catch (Throwable t) {
                LOG.warn("reply handler: threw (expected: nothing)", t);
            }
        };
        try {
            scheduler.schedule(logged, 0);
        } catch (RejectedExecutionException e) {
            logged.run(); // the channel's thread has ended; there is no better one left
        }
    }

    /** As {@link ChannelScheduler#schedule}; nothing happens any more where the channel is closed. */
    ChannelScheduler.Task later(Runnable action, long delayNanos) {
        try {
            return scheduler.schedule(action, delayNanos);
        } catch (RejectedExecutionException e) {
            LOG.debug("channel: its time has ended", e);
            return () -> {};
        }
    }

    long jittered(BackoffPolicy backoff, int failures) {
        return backoff.delayNanos(failures, ThreadLocalRandom.current().nextDouble());
    }

    long nanoTime() {
        return scheduler.nanoTime();
    }

    boolean isClosed() {
        return closed.get();
    }

    Status gone() {
        return unavailable("channel: closed (expected: open)");
    }

    ChannelState state() {
        return state;
    }

    ChannelSnapshot describe() {
        Set<EndpointPool> offered = Set.of(snapshot.ready);
        return new ChannelSnapshot(
                options.target(),
                state,
                endpoints.stream()
                        .map(endpoint -> endpoint.describe(offered.contains(endpoint)))
                        .toList(),
                waiting.calls(),
                waiting.bytes(),
                budget.tokens());
    }

    void connect() {
        serial.execute(this::start);
    }

    void close() {
        if (closed.compareAndSet(false, true)) {
            serial.execute(this::closeNow);
        }
    }

    // ---- for endpoints

    void execute(Runnable action) {
        serial.execute(action);
    }

    void refreshAddresses() {
        resolver.refresh();
    }

    /** The last connection of an endpoint that was removed has ended. */
    void left(EndpointPool endpoint) {
        leaving.remove(endpoint);
    }

    /** Connects; {@code ended} runs in the serial. */
    @SuppressWarnings("FutureReturnValueIgnored") // of a dependent whose action does not throw
    void connect(InetSocketAddress address, BiConsumer<@Nullable ClientConnection, @Nullable Throwable> ended) {
        CompletableFuture<ClientConnection> connected;
        try {
            connected = client.connectAsync(address);
        } catch (RuntimeException e) {
            connected = CompletableFuture.failedFuture(e);
        }
        connected.whenComplete((connection, failure) -> serial.execute(() -> ended.accept(connection, cause(failure))));
    }

    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    // ---- any thread: the resolver

    @Override
    public void onAddresses(List<InetSocketAddress> addresses) {
        List<InetSocketAddress> copy = List.copyOf(addresses);
        serial.execute(() -> resolved(copy));
    }

    @Override
    public void onFailure(Status status) {
        serial.execute(() -> {
            unresolved = status;
            update();
        });
    }

    // ---- the serial

    private void start() {
        if (state == ChannelState.IDLE) {
            moveTo(ChannelState.CONNECTING);
            resolver.start(this);
        }
    }

    private void resolved(List<InetSocketAddress> addresses) {
        if (isClosed()) {
            return;
        }
        unresolved = addresses.isEmpty() ? unavailable("target: " + options.target() + " has no addresses") : null;
        Map<InetSocketAddress, EndpointPool> before = new HashMap<>();
        endpoints.forEach(endpoint -> before.put(endpoint.address(), endpoint));
        List<EndpointPool> now = new ArrayList<>();
        for (InetSocketAddress address : new LinkedHashSet<>(addresses)) {
            EndpointPool known = before.remove(address);
            now.add(known != null ? known : newEndpoint(address));
        }
        endpoints = List.copyOf(now);
        leaving.addAll(before.values());
        before.values().forEach(EndpointPool::remove);
        update();
    }

    private EndpointPool newEndpoint(InetSocketAddress address) {
        return new EndpointPool(this, address, options.connectionsPerEndpoint(), options.backoff());
    }

    /** Something has changed: connects what is to be connected, and brings snapshot, state and waiting calls up to date. */
    void update() {
        if (isClosed()) {
            return;
        }
        steer();
        EndpointPool[] ready = endpoints.stream()
                .filter(endpoint -> endpoint.state() == ChannelState.READY)
                .toArray(EndpointPool[]::new);
        if (!Arrays.equals(ready, snapshot.ready)) {
            snapshot = ready.length == 0
                    ? NOTHING
                    : new Snapshot(ready, options.balancer().newPicker(List.of(ready)));
        }
        moveTo(stateNow());
        waiting.removeIf(this::serve);
    }

    private void steer() {
        if (options.balancer().connectsToAll()) {
            endpoints.forEach(EndpointPool::connect);
            return;
        }
        for (EndpointPool endpoint : endpoints) {
            if (endpoint.state() == ChannelState.READY) {
                endpoint.connect();
                return;
            }
        }
        if (endpoints.stream().noneMatch(EndpointPool::isConnecting)) {
            endpoints.stream()
                    .filter(endpoint -> !endpoint.backsOff())
                    .findFirst()
                    .ifPresent(EndpointPool::connect);
        }
    }

    private ChannelState stateNow() {
        if (snapshot.ready.length > 0) {
            return ChannelState.READY;
        }
        if (state == ChannelState.IDLE) {
            return ChannelState.IDLE;
        }
        // With no endpoint at all it is the resolver that is at work, or has failed.
        boolean hopeless = endpoints.isEmpty()
                ? unresolved != null
                : endpoints.stream().allMatch(endpoint -> endpoint.state() == ChannelState.TRANSIENT_FAILURE);
        return hopeless ? ChannelState.TRANSIENT_FAILURE : ChannelState.CONNECTING;
    }

    private void moveTo(ChannelState next) {
        if (next != state) {
            state = next;
            try {
                options.listener().onState(next);
            } catch (RuntimeException e) {
                LOG.warn("channel listener: threw (expected: nothing)", e);
            }
        }
    }

    private void admit(Waiting call) {
        if (isClosed()) {
            call.refused(gone());
            return;
        }
        start();
        if (serve(call)) {
            return;
        }
        if (waiting.add(call)) {
            call.waits();
        } else {
            call.refused(new Status(
                    StatusCode.RESOURCE_EXHAUSTED, true, "calls that wait for a connection: full (expected: room)"));
        }
    }

    /** Whether a call need not wait any longer. A connection that is just ending will say so, and this runs again then. */
    private boolean serve(Waiting call) {
        if (call.isOver()) {
            return true;
        }
        ClientConnection connection = pick(call.hashKey(), call.avoided());
        if (connection != null) {
            call.connected(connection);
            return true;
        }
        if (state == ChannelState.TRANSIENT_FAILURE && call.failsFast()) {
            call.refused(unavailable(whyNot()));
            return true;
        }
        return false;
    }

    private String whyNot() {
        Status status = unresolved;
        if (endpoints.isEmpty() && status != null) {
            return status.message();
        }
        EndpointSnapshot first = endpoints.get(0).describe(false);
        return "endpoints: " + endpoints.size() + ", none connected (expected: one; " + first.lastFailure() + ")";
    }

    private void closeNow() {
        resolver.close();
        endpoints.forEach(EndpointPool::close);
        List.copyOf(leaving).forEach(EndpointPool::close);
        endpoints = List.of();
        snapshot = NOTHING;
        moveTo(ChannelState.SHUTDOWN);
        waiting.removeAll().forEach(call -> call.refused(gone()));
        live.forEach(ManagedCall::channelClosed);
        if (scheduler instanceof TimerThread own) {
            own.close();
        }
    }

    private static Status unavailable(String message) {
        return new Status(StatusCode.UNAVAILABLE, true, message);
    }

    /** What a caller hears whose request could not be encoded for a reason that is not the writer's. */
    static Status notEncoded(RuntimeException e) {
        return e instanceof RpcException failed
                ? failed.status()
                : new Status(StatusCode.RESOURCE_EXHAUSTED, true, String.valueOf(e.getMessage()));
    }
}
