package dev.outboard.im.client;

import dev.outboard.codec.WireReader;
import dev.outboard.im.v1.SignInEncoder;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A user of the chat who stays. It connects, signs in, joins its groups and hands on their messages; where the connection
 * ends it makes another one, here or elsewhere, and recovers what it missed. Every message is handed on once, in the order
 * of the numbers of its group and epoch. What it publishes is sent until the server has answered, under one key.
 *
 * <p>Life: the constructor does nothing; {@link #start} begins to connect; {@link #close} ends it. Any thread; what it
 * does by itself it does on event loops and on the scheduler's thread, under a lock of its own.
 */
public final class RecoveringUser implements AutoCloseable {
    private final UserOptions options;
    private final Dialer dialer;
    private final ScheduledExecutorService scheduler;
    private final FeedCounters counters;
    private final Servers servers;
    private final Backoff backoff;
    private final Feeds feeds;
    private final Outgoing outgoing;

    private @Nullable ClientConnection connection;
    private boolean signedIn;
    private boolean dialing;
    private boolean closed;
    private boolean cycling;
    private @Nullable String refusal;

    /**
     * @param scheduler <em>borrows</em>: runs what waits; never blocked
     */
    public RecoveringUser(
            UserOptions options, Dialer dialer, ScheduledExecutorService scheduler, Feed feed, FeedCounters counters) {
        this.options = options;
        this.dialer = dialer;
        this.scheduler = scheduler;
        this.counters = counters;
        this.servers = new Servers(options.servers(), options.firstServer());
        this.backoff = new Backoff(
                options.backoffFirst().toNanos(), options.backoffMost().toNanos(), options.seed());
        this.outgoing = new Outgoing(counters, this::call, (action, nanos) -> later(() -> locked(action), nanos));
        this.feeds = new Feeds(options.groups(), feed, counters, new Line());
    }

    /** Begins to connect. */
    public void start() {
        connect();
    }

    /** Whether it is signed in and gets every group's messages as they are published. */
    public synchronized boolean isReady() {
        return signedIn && feeds.areLive();
    }

    /** Publishes that have no answer yet. */
    public synchronized int unanswered() {
        return outgoing.waiting();
    }

    /** Why it has given up: another connection has its place, or the server does not let it in; null where it has not. */
    public synchronized @Nullable String refusal() {
        return refusal;
    }

    /**
     * Publishes, until there is an answer.
     *
     * @param message writes the whole {@code Publish} with the key that it is given; any number of times
     */
    public void publish(Outgoing.KeyedWriter message, PublishEnd end) {
        synchronized (this) {
            if (!closed && refusal == null) {
                outgoing.publish(message, end, isJoined());
                return;
            }
        }
        end.failed(new Status(StatusCode.CANCELLED, true, "user: closed (expected: open)"));
    }

    /** Ends the connection, if there is one, to make another one at once. */
    public void reconnect() {
        ClientConnection ended;
        synchronized (this) {
            ended = connection;
            cycling = ended != null;
        }
        if (ended != null) {
            ended.close();
        }
    }

    /**
     * Ends its memberships, as far as that works: to be closed afterwards.
     *
     * @param each called at the end of each call that is made for that
     * @return how many there are
     */
    public synchronized int leave(Runnable each) {
        ClientConnection now = connection;
        if (now == null || !signedIn) {
            return 0;
        }
        return feeds.leave(now, each);
    }

    /** The number of the last message that was seen of a group and epoch; 0 for none. */
    public synchronized long lastSeen(int groupId, long epoch) {
        return feeds.lastSeen(groupId, epoch);
    }

    /** Ends it. What has no answer fails; nothing is handed on afterwards. */
    @Override
    public void close() {
        ClientConnection ended;
        synchronized (this) {
            closed = true;
            signedIn = false;
            ended = connection;
            connection = null;
            outgoing.fail(new Status(StatusCode.CANCELLED, false, "user: closed"));
        }
        if (ended != null) {
            ended.close();
        }
    }

    // ---- connecting

    @SuppressWarnings("FutureReturnValueIgnored") // Its failure is handled.
    private void connect() {
        ServerAddress address;
        synchronized (this) {
            if (closed || dialing || connection != null || refusal != null) {
                return;
            }
            dialing = true;
            address = servers.next();
        }
        dialer.connect(address).whenComplete((made, failure) -> {
            if (made != null) {
                connected(made);
            } else {
                dialFailed(failure);
            }
        });
    }

    private void dialFailed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        boolean unknown =
                cause instanceof RpcException refused && refused.status().code() == StatusCode.UNAUTHENTICATED;
        synchronized (this) {
            dialing = false;
            if (unknown) {
                giveUp("connecting: " + cause.getMessage());
            }
        }
        counters.failedConnects.increment();
        connectLater();
    }

    private void connectLater() {
        long nanos;
        synchronized (this) {
            nanos = backoff.next();
        }
        later(this::connect, nanos);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // What it runs does not fail.
    private void later(Runnable action, long nanos) {
        if (!scheduler.isShutdown()) {
            scheduler.schedule(action, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void connected(ClientConnection made) {
        synchronized (this) {
            dialing = false;
            if (!closed) {
                connection = made;
            }
        }
        if (!isCurrent(made)) {
            made.close();
            return;
        }
        counters.connects.increment();
        made.attach(this);
        made.onClose(() -> disconnected(made));
        made.call(
                ChatMethods.SIGN_IN,
                out -> new SignInEncoder()
                        .wrap(out)
                        .userId(options.userId())
                        .device(options.device())
                        .hold(true)
                        .events(true),
                options.callTimeout(),
                new Reply(made, reply -> signedIn(made), status -> signInFailed(made, status)));
    }

    private void signInFailed(ClientConnection from, Status status) {
        if (status.code() == StatusCode.PERMISSION_DENIED) {
            giveUp("sign-in: " + status);
        }
        counters.failedConnects.increment();
        from.close();
    }

    private synchronized void giveUp(String reason) {
        refusal = reason;
        outgoing.fail(new Status(StatusCode.PERMISSION_DENIED, true, reason));
    }

    private synchronized void signedIn(ClientConnection from) {
        signedIn = true;
        backoff.reset();
        feeds.signedIn(from);
    }

    private boolean isJoined() {
        return signedIn && feeds.areSubscribed();
    }

    private void disconnected(ClientConnection from) {
        boolean atOnce;
        synchronized (this) {
            if (!isCurrent(from)) {
                return;
            }
            counters.closes.increment();
            connection = null;
            signedIn = false;
            feeds.disconnected();
            boolean hinted = from.isDraining() && servers.hint(from.drainHint());
            if (hinted) {
                counters.hints.increment();
            } else if (cycling) {
                servers.again();
            }
            atOnce = hinted || cycling;
            cycling = false;
        }
        if (atOnce) {
            later(this::connect, 0);
        } else {
            connectLater();
        }
    }

    // ---- messages

    /** A message was pushed. On the connection's event loop. */
    void pushed(ClientConnection from, ChatMessage message) {
        synchronized (this) {
            if (isCurrent(from)) {
                feeds.pushed(from, message);
            }
        }
    }

    /** A marker of missed messages was pushed; group 0 stands for all. On the connection's event loop. */
    void missed(ClientConnection from, int groupId, long epoch) {
        synchronized (this) {
            if (isCurrent(from)) {
                feeds.missed(from, groupId, epoch);
            }
        }
    }

    /** Another connection has taken this one's place. On the connection's event loop. */
    void takenOver(ClientConnection from) {
        synchronized (this) {
            // One of its own, from before, is no other.
            if (isCurrent(from)) {
                giveUp("sign-in: the same device has signed in elsewhere");
            }
        }
    }

    private synchronized void locked(Runnable action) {
        action.run();
    }

    /** Makes a call of what is published, where there is a connection. */
    private void call(Method method, MessageWriter request, ReplyHandler handler) {
        ClientConnection now = connection;
        if (now != null) {
            now.call(method, request, options.callTimeout(), new Locked(handler));
        }
    }

    @SuppressWarnings("ReferenceEquality") // One connection, not an equal one.
    private synchronized boolean isCurrent(ClientConnection other) {
        return connection == other;
    }

    /** The groups' way to this user's connections. */
    private final class Line implements Feeds.Line {
        @Override
        public void call(
                ClientConnection to,
                Method method,
                MessageWriter request,
                Consumer<WireReader> onReply,
                Consumer<Status> onFailure) {
            to.call(method, request, options.callTimeout(), new Reply(to, onReply, onFailure));
        }

        @Override
        public void later(ClientConnection to, Runnable action) {
            RecoveringUser.this.later(
                    () -> locked(() -> {
                        if (isCurrent(to)) {
                            action.run();
                        }
                    }),
                    backoff.next());
        }

        @Override
        public void refused(ClientConnection from, String reason) {
            giveUp(reason);
            from.close();
        }

        @Override
        public void joined() {
            outgoing.sendAll();
        }
    }

    /** The end of a call that the user made for itself; passed over once the connection is not the user's any more. */
    private final class Reply implements ReplyHandler {
        private final ClientConnection from;
        private final Consumer<WireReader> onReply;
        private final Consumer<Status> onFailure;

        Reply(ClientConnection from, Consumer<WireReader> onReply, Consumer<Status> onFailure) {
            this.from = from;
            this.onReply = onReply;
            this.onFailure = onFailure;
        }

        @Override
        public void onReply(WireReader reply) {
            synchronized (RecoveringUser.this) {
                if (isCurrent(from)) {
                    onReply.accept(reply);
                }
            }
        }

        @Override
        public void onFailure(Status status) {
            synchronized (RecoveringUser.this) {
                if (isCurrent(from)) {
                    onFailure.accept(status);
                }
            }
        }
    }

    /** The end of a call of what is published, whichever connection it went over. */
    private final class Locked implements ReplyHandler {
        private final ReplyHandler handler;

        Locked(ReplyHandler handler) {
            this.handler = handler;
        }

        @Override
        public void onReply(WireReader reply) {
            synchronized (RecoveringUser.this) {
                handler.onReply(reply);
            }
        }

        @Override
        public void onFailure(Status status) {
            synchronized (RecoveringUser.this) {
                handler.onFailure(status);
            }
        }
    }
}
