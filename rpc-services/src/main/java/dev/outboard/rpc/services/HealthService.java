package dev.outboard.rpc.services;

import dev.outboard.codec.Utf8View;
import dev.outboard.rpc.DrainReport;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerStream;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of its own health, {@code outboard.health.v1.Health}. The whole server, {@link #SERVER}, is SERVING from
 * the start; services are what {@link #set} has said of them. Any thread; nothing here blocks.
 *
 * <pre>{@code
 * HealthService health = new HealthService();
 * RpcServer server = RpcServerBuilder.create().service(health.service()).service(chat).start();
 * health.set(ChatServer.NAME, ServingStatusEnum.SERVING);
 * ...
 * health.drain(server, Duration.ofSeconds(30));
 * }</pre>
 *
 * <p>Who watches is told at once what there is, and of each change. A watcher that does not read is told of the latest when it
 * does: nothing is kept for it but what it was told last.
 */
public final class HealthService {
    /** The name of the whole server. */
    public static final String SERVER = "";

    /** Bytes of UTF-8 that a name may have in a request. */
    static final int MAX_NAME_BYTES = 255;

    private final Service service = HealthServer.service(new Handlers());
    private final Set<Watcher> watchers = new HashSet<>();
    /** Replaced as a whole, under this object's lock. */
    private volatile List<Told> table = List.of(new Told(SERVER, ServingStatusEnum.SERVING));

    private volatile boolean terminal;

    /** What was said of a service. */
    private record Told(String name, ServingStatusEnum status) {}

    /** A server that serves. */
    public HealthService() {}

    /** What a server's builder takes. It runs on event loops. */
    public Service service() {
        return service;
    }

    /**
     * Says how a service is, or {@link #SERVER}. Does nothing in the terminal state.
     *
     * @param name what clients ask for, by custom the service's full name; at most 255 bytes of UTF-8 can be asked for
     * @param status not {@link ServingStatusEnum#SERVICE_UNKNOWN}, which is what {@link #clear} makes of it
     */
    public void set(String name, ServingStatusEnum status) {
        if (status == ServingStatusEnum.SERVICE_UNKNOWN) {
            throw new IllegalArgumentException("status: " + status + " (expected: another one, or clear)");
        }
        change(name, status);
    }

    /** Forgets a service: it is SERVICE_UNKNOWN. Does nothing in the terminal state. */
    public void clear(String name) {
        change(name, null);
    }

    /** How a service is; SERVICE_UNKNOWN where nothing was said. */
    public ServingStatusEnum status(String name) {
        for (Told told : table) {
            if (told.name().equals(name)) {
                return told.status();
            }
        }
        return ServingStatusEnum.SERVICE_UNKNOWN;
    }

    /**
     * Says, for good, that nothing is served any more: all that was SERVING is NOT_SERVING. Whoever watches hears of it, and its
     * stream ends, so that it does not hold up a drain; so does each that comes later. Call this before
     * {@link RpcServer#drain}, or call {@link #drain}.
     */
    public void enterTerminalState() {
        List<Watcher> all;
        synchronized (this) {
            terminal = true;
            List<Told> none = new ArrayList<>();
            table.forEach(told -> none.add(new Told(told.name(), ServingStatusEnum.NOT_SERVING)));
            table = List.copyOf(none);
            all = List.copyOf(watchers);
        }
        all.forEach(Watcher::tell);
    }

    /** {@link #enterTerminalState}, then {@link RpcServer#drain}. */
    public DrainReport drain(RpcServer server, Duration grace) {
        enterTerminalState();
        return server.drain(grace);
    }

    private void change(String name, @Nullable ServingStatusEnum status) {
        List<Watcher> concerned = new ArrayList<>();
        synchronized (this) {
            if (terminal) {
                return;
            }
            List<Told> next = new ArrayList<>(table);
            next.removeIf(told -> told.name().equals(name));
            if (status != null) {
                next.add(new Told(name, status));
            }
            table = List.copyOf(next);
            for (Watcher watcher : watchers) {
                if (watcher.name.equals(name)) {
                    concerned.add(watcher);
                }
            }
        }
        // Outside of the lock: each sends what there is when its turn comes, so their order is of no account.
        concerned.forEach(Watcher::tell);
    }

    /** Streams that watch now. */
    synchronized int watching() {
        return watchers.size();
    }

    private synchronized void add(Watcher watcher) {
        watchers.add(watcher);
    }

    private synchronized void remove(Watcher watcher) {
        watchers.remove(watcher);
    }

    private final class Handlers implements HealthServer {
        private final ThreadLocal<Utf8View> names = ThreadLocal.withInitial(Utf8View::new);

        @Override
        public Execution execution(Method method) {
            return Execution.EVENT_LOOP;
        }

        @Override
        public void check(HealthCheckRequestDecoder request, HealthCheckResponseEncoder reply, ServerCall call) {
            Utf8View name = request.serviceView(names.get());
            List<Told> all = table;
            for (int i = 0; i < all.size(); i++) {
                if (name.contentEquals(all.get(i).name())) {
                    reply.wrap(call.reply()).status(all.get(i).status());
                    call.complete();
                    return;
                }
            }
            call.fail(StatusCode.NOT_FOUND, "service: unknown (expected: one whose status was set)");
        }

        @Override
        public StreamListener watch(HealthCheckRequestDecoder request, ServerStream stream) {
            if (request.serviceLength() > MAX_NAME_BYTES) {
                stream.fail(
                        StatusCode.INVALID_ARGUMENT,
                        "service: " + request.serviceLength() + " bytes (expected: at most " + MAX_NAME_BYTES + ")");
                return new StreamListener() {};
            }
            Watcher watcher = new Watcher(request.service(), stream);
            add(watcher);
            watcher.tell();
            return watcher;
        }
    }

    /**
     * One stream. Whoever changes a status and whoever hears that the stream is ready call {@link #tell}, which sends what the
     * status is at that moment, if it is not what was sent last. So nothing waits here but the difference between the two.
     */
    private final class Watcher implements StreamListener {
        final String name;
        private final ServerStream stream;
        private final HealthCheckResponseEncoder encoder = new HealthCheckResponseEncoder();
        private @Nullable ServingStatusEnum sent;
        private boolean over;

        Watcher(String name, ServerStream stream) {
            this.name = name;
            this.stream = stream;
        }

        synchronized void tell() {
            if (over) {
                return;
            }
            // In this order: what is read behind the flag is final.
            boolean last = terminal;
            ServingStatusEnum now = last ? ServingStatusEnum.NOT_SERVING : status(name);
            boolean behind = now != sent;
            if (behind) {
                switch (stream.send(out -> encoder.wrap(out).status(now))) {
                    case ACCEPTED -> {
                        sent = now;
                        behind = false;
                    }
                    case CLOSED -> end();
                    default -> {} // onReady comes
                }
            }
            if (last && !over) {
                end();
                if (behind) {
                    stream.fail(StatusCode.UNAVAILABLE, "server: going away (expected: one that serves)");
                } else {
                    stream.complete();
                }
            }
        }

        private void end() {
            over = true;
            remove(this);
        }

        @Override
        public void onReady() {
            tell();
        }

        @Override
        public synchronized void onCancel(dev.outboard.rpc.Status reason) {
            end();
        }
    }
}
