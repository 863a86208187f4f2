package dev.outboard.rpc.netty;

import dev.outboard.codec.FrameOverflowException;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.codec.spi.FrameWriter;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.MethodAuthorizer;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.call.VirtualThreads;
import dev.outboard.rpc.call.WorkerPool;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What all connections of a server share. Any thread. */
final class ServerCore {
    final CodecProvider codec;
    final FrameAllocator allocator;
    final WriterPool writers;
    final WorkerPool workers;
    /** Null where no method runs on them. */
    private final @Nullable VirtualThreads virtualThreads;

    final Limits limits;
    final ServerHooks hooks;
    final FaultLog faults = new FaultLog();
    final ServerCounters counters = new ServerCounters();
    final Set<AcceptedConnection> connections = ConcurrentHashMap.newKeySet();
    final AtomicLong lastConnectionId = new AtomicLong();
    /** UTF-8, what clients are told when they are told to go; written before {@link #draining}. */
    volatile byte[] drainHint = {};

    volatile boolean draining;

    private final Map<Method, Route> routes;
    /** By their number less 1: the same on every connection, so that an encoded push is the same bytes on all. */
    private final List<Method> pushes = new ArrayList<>();

    ServerCore(
            CodecProvider codec,
            FrameAllocator allocator,
            WorkerPool workers,
            @Nullable VirtualThreads virtualThreads,
            Limits limits,
            ServerHooks hooks,
            List<Service> services,
            Map<Method, Route> routes) {
        this.codec = codec;
        this.allocator = allocator;
        this.writers = new WriterPool(codec);
        this.workers = workers;
        this.virtualThreads = virtualThreads;
        this.limits = limits;
        this.hooks = hooks;
        this.routes = routes;
        services.forEach(service -> pushes.addAll(service.pushes()));
    }

    /**
     * Where calls of the services' methods go.
     *
     * @throws IllegalArgumentException for a method in two of them
     */
    static Map<Method, Route> routesOf(List<Service> services) {
        Map<Method, Route> routes = new HashMap<>();
        for (Service service : services) {
            service.endpoints().forEach(endpoint -> add(routes, endpoint.method(), Route.to(endpoint)));
            service.streams().forEach(endpoint -> add(routes, endpoint.method(), Route.to(endpoint)));
        }
        return routes;
    }

    private static void add(Map<Method, Route> routes, Method method, Route route) {
        if (routes.put(method, route) != null) {
            throw new IllegalArgumentException("method: " + method + " twice (expected: once)");
        }
    }

    /**
     * Gives work to a thread of the kind that the method asks for; where that is a worker, a wake-up has to follow.
     *
     * @param key of the work that is to be done in order, where the method asks for that
     * @return false where there is no room; the work stays the caller's
     */
    boolean submit(WorkerPool.Work work, Execution execution, long key) {
        return switch (execution) {
            case WORKERS_CONNECTION_ORDER -> workers.submitInOrder(work, key);
            case VIRTUAL_THREADS ->
                Objects.requireNonNull(virtualThreads, "virtualThreads").submit(work);
            default -> workers.submit(work);
        };
    }

    /** Pieces of work that wait for a worker; a snapshot. */
    int queued() {
        return workers.queued();
    }

    /** Where a method's calls go, of one connection; asks whether it may make them. */
    Route route(AcceptedConnection connection, Method method) {
        Route known = routes.get(method);
        MethodAuthorizer authorizer = hooks.authorizer();
        if (known == null || authorizer == null) {
            return known != null ? known : Route.unknown(method);
        }
        Status refusal;
        try {
            refusal = authorizer.refusal(connection, method);
        } catch (Throwable t) {
            faults.threw("authorizer", t);
            refusal = new Status(StatusCode.PERMISSION_DENIED, true, "authorizer: failed (expected: an answer)");
        }
        return refusal == null ? known : Route.refused(method, refusal);
    }

    /** The methods that the server may push, in the order of their numbers, from 1. */
    List<Method> pushes() {
        return pushes;
    }

    /** <em>Returns owned</em>. */
    EncodedFrame encode(Method method, MessageWriter message) {
        int number = pushes.indexOf(method) + 1;
        if (number == 0) {
            throw new IllegalArgumentException("push: " + method + " (expected: one of the server's services)");
        }
        ByteBuf frame = allocator.directBuffer(512, FrameHeader.BYTES + FrameHeader.MAX_LENGTH);
        FrameWriter writer = writers.take();
        try {
            writer.attach(frame, FrameHeader.BYTES);
            message.write(writer);
            int end = writer.detach();
            frame.setLong(0, FrameHeader.word0(end - FrameHeader.BYTES, FrameType.NOTIFY, number));
            frame.setLong(Long.BYTES, FrameHeader.word1(0, 0));
            frame.setIndex(0, end);
        } catch (FrameOverflowException e) {
            writer.detach();
            frame.release();
            throw new IllegalArgumentException("push: " + e.getMessage(), e);
        } catch (Throwable t) {
            writer.detach();
            frame.release();
            throw t;
        } finally {
            writers.give(writer);
        }
        return FrameEntries.push(frame, this);
    }

    /** Counts the end of a push over one connection, on its event loop. */
    void pushEnded(Outbound out, boolean sent) {
        if (sent) {
            out.pushSent();
            counters.pushesSent.increment();
        } else {
            pushLost();
        }
    }

    /** Counts a push that its connection had accepted and did not send. Any thread. */
    void pushLost() {
        counters.pushesLost.increment();
    }
}
