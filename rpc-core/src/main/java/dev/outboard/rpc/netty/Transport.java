package dev.outboard.rpc.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where bytes come from and go to. Any thread. */
public enum Transport {
    /** EPOLL where it works, else NIO; io_uring is there to be chosen (docs/adr/0037). */
    AUTO,
    /** Linux's io_uring; needs {@code netty-transport-native-io_uring}, an optional dependency. */
    IO_URING,
    /** Linux's epoll. */
    EPOLL,
    /** The JDK's channels; works everywhere. */
    NIO,
    /**
     * Queues within the JVM, for tests: the same frames, threads, limits and accounting as on a network, no sockets. What is
     * sent is copied once, from the sender's memory into the receiver's, and a peer that does not read holds up the sender.
     */
    IN_PROCESS;

    private static final List<Transport> BEST_FIRST = List.of(IO_URING, EPOLL, NIO);

    /**
     * Why it does not work in this JVM on this machine, or null where it does. Looked up once.
     *
     * @return for instance a {@link NoClassDefFoundError} for an artifact that is not there
     */
    public @Nullable Throwable unavailabilityCause() {
        return this == AUTO ? null : Holder.CAUSES[ordinal()];
    }

    /** Whether {@link #unavailabilityCause} is null. */
    public boolean isAvailable() {
        return unavailabilityCause() == null;
    }

    /** As {@code RpcServer.transport()} tells it. */
    public String label() {
        return this == IN_PROCESS ? "in-process" : name().toLowerCase(Locale.ROOT);
    }

    /**
     * The transport with this {@link #label}.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static Transport of(String label) {
        for (Transport transport : values()) {
            if (transport.label().equals(label)) {
                return transport;
            }
        }
        throw new IllegalArgumentException(
                "transport: " + label + " (expected: auto, io_uring, epoll, nio or in-process)");
    }

    /**
     * What this choice comes to here, for an address if one is known and on a group if one is given.
     *
     * @throws IllegalStateException for one that does not work here, with its cause
     * @throws IllegalArgumentException for a group of another transport, or of none
     */
    Transport resolve(@Nullable SocketAddress address, @Nullable EventLoopGroup group) {
        if (group != null) {
            return ofGroup(group);
        }
        if (this == AUTO) {
            return address != null && Family.of(address) == Family.IN_PROCESS ? IN_PROCESS : best();
        }
        Throwable cause = unavailabilityCause();
        if (cause != null) {
            throw new IllegalStateException(
                    "transport: " + label() + " is not available here (expected: auto or nio; " + cause + ")", cause);
        }
        return this;
    }

    Backend backend() {
        return Holder.backend(this);
    }

    /** Checks that its channels reach {@code address}. */
    Family familyOf(SocketAddress address) {
        Family family = Family.of(address);
        if (!backend().reaches(family)) {
            throw new IllegalArgumentException(
                    "address: " + Family.text(address) + " (expected: one that transport " + label() + " reaches)");
        }
        return family;
    }

    /** For the line in the log: this one, and why it is none that is better. */
    String explained() {
        StringBuilder text = new StringBuilder(label());
        for (Transport better : BEST_FIRST) {
            if (better == this || this == IN_PROCESS) {
                break;
            }
            text.append("; ").append(better.label()).append(better.whyNot(this));
        }
        return text.toString();
    }

    private String whyNot(Transport instead) {
        Throwable cause = unavailabilityCause();
        if (cause != null) {
            return " is not available: " + cause;
        }
        // AUTO never takes io_uring, and takes epoll where it works: another one was asked for then, or its event loops
        // were lent.
        return this == IO_URING
                ? " works here, and has to be asked for"
                : " works here, but " + instead.label() + " was asked for";
    }

    private static Transport best() {
        return EPOLL.isAvailable() ? EPOLL : NIO;
    }

    private Transport ofGroup(EventLoopGroup group) {
        List<String> expected = new ArrayList<>();
        for (Transport candidate : this == AUTO ? List.of(values()) : List.of(this)) {
            if (candidate != AUTO && candidate.isAvailable()) {
                if (group instanceof IoEventLoopGroup loops
                        && loops.isIoType(candidate.backend().handlerType())) {
                    return candidate;
                }
                expected.add(candidate.backend().handlerType().getSimpleName());
            }
        }
        throw new IllegalArgumentException("eventLoopGroup: " + group.getClass().getName()
                + " (expected: event loops with " + String.join(" or ", expected) + ")");
    }

    /** Initialised at the first question, not with the enum. */
    private static final class Holder {
        private static final @Nullable Backend[] BACKENDS = new @Nullable Backend[values().length];
        static final @Nullable Throwable[] CAUSES = new @Nullable Throwable[values().length];

        static {
            // No method references: those would load and verify the class here, and not where its absence is caught.
            find(EPOLL, () -> new EpollBackend());
            find(IO_URING, () -> new IoUringBackend());
            find(NIO, () -> new NioBackend());
            find(IN_PROCESS, () -> new InProcessBackend());
        }

        private Holder() {}

        private static void find(Transport transport, Supplier<Backend> maker) {
            try {
                Backend backend = maker.get();
                BACKENDS[transport.ordinal()] = backend;
                CAUSES[transport.ordinal()] = backend.unavailabilityCause();
            } catch (LinkageError absent) {
                CAUSES[transport.ordinal()] = absent;
            }
        }

        static Backend backend(Transport transport) {
            Backend backend = BACKENDS[transport.ordinal()];
            if (backend == null) {
                throw new IllegalStateException("transport: " + transport.label() + " (expected: an available one)");
            }
            return backend;
        }
    }
}
