package dev.outboard.rpc.netty;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.rpc.Authenticator;
import dev.outboard.rpc.CallObserver;
import dev.outboard.rpc.Compression;
import dev.outboard.rpc.InProcessAddress;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.MethodAuthorizer;
import dev.outboard.rpc.NanoClock;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.ServerInterceptor;
import dev.outboard.rpc.ServerListener;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.TlsOptions;
import dev.outboard.rpc.compression.Algorithms;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Collects what a server needs and starts it. Single-threaded. */
public final class RpcServerBuilder {
    private static final AtomicLong LAST_NAME = new AtomicLong();

    private final List<Service> services = new ArrayList<>();
    private @Nullable CodecProvider codec;
    private String codecName = Codecs.AUTO;
    private MemoryLedger ledger = MemoryLedger.unbounded();
    private Transport transport = Transport.AUTO;
    private @Nullable EventLoopGroup eventLoopGroup;
    private @Nullable FrameAllocator allocator;
    private String host = "127.0.0.1";
    private int port;
    private @Nullable SocketAddress listenOn;
    private int eventLoops = 2;
    private int workers = 4;
    private int workerQueue = 1024;
    private int virtualThreads = 10_000;
    private int sendBufferBytes;
    private int receiveBufferBytes;
    private Limits limits = Limits.defaults();
    private Compression compression = Compression.NONE;
    private int compressFromBytes = Options.COMPRESS_FROM_BYTES;
    private @Nullable TlsOptions tls;
    private final List<ServerInterceptor> interceptors = new ArrayList<>();
    private ServerListener listener = new ServerListener() {};
    private @Nullable Authenticator authenticator;
    private @Nullable MethodAuthorizer authorizer;
    private final List<CallObserver> observers = new ArrayList<>();
    private NanoClock clock = NanoClock.SYSTEM;

    private RpcServerBuilder() {}

    /** Starts with the defaults that the setters name. */
    public static RpcServerBuilder create() {
        return new RpcServerBuilder();
    }

    /** "safe", "unsafe", or "auto" for the best that runs here. Default "auto". */
    public RpcServerBuilder codec(String name) {
        codecName = name;
        codec = null;
        return this;
    }

    /** A codec that was found already. */
    public RpcServerBuilder codec(CodecProvider provider) {
        codec = provider;
        return this;
    }

    /** The account, and the budget, of the frames' memory. Default one of the server's own, unbounded. */
    public RpcServerBuilder ledger(MemoryLedger newLedger) {
        ledger = newLedger;
        return this;
    }

    /** One of {@link Transport}, by its name in lower case; "auto" for the best that works. Default "auto". */
    public RpcServerBuilder transport(String name) {
        return transport(Transport.of(name));
    }

    /** Where bytes come from and go to. Default AUTO. */
    public RpcServerBuilder transport(Transport newTransport) {
        transport = newTransport;
        return this;
    }

    /**
     * Runs on these event loops instead of making some. <em>Borrows</em> the group: closing the server leaves it running. Its
     * loops' IO handlers decide on the transport; one that was chosen besides must be theirs. Default none.
     */
    public RpcServerBuilder eventLoopGroup(EventLoopGroup group) {
        eventLoopGroup = group;
        return this;
    }

    /**
     * Takes frames from this allocator, and accounts to its ledger. <em>Borrows</em> it: it was made by the same codec, and is
     * closed by its owner after the server. Default one of the server's own.
     */
    public RpcServerBuilder allocator(FrameAllocator newAllocator) {
        allocator = newAllocator;
        return this;
    }

    /** The address to listen on. Default 127.0.0.1. */
    public RpcServerBuilder host(String newHost) {
        host = newHost;
        return this;
    }

    /** The port to listen on; 0, the default, for any that is free. */
    public RpcServerBuilder port(int newPort) {
        port = newPort;
        return this;
    }

    /**
     * What to listen on instead of host and port: an {@link InetSocketAddress}, a {@link java.net.UnixDomainSocketAddress} or an
     * {@link InProcessAddress}. The file of a Unix domain socket is removed when the server closes; one that a killed server has
     * left behind is removed before. Default none; with {@link Transport#IN_PROCESS} a new name.
     */
    public RpcServerBuilder listenOn(SocketAddress address) {
        listenOn = address;
        return this;
    }

    /** Threads for connections, 1 or more. Default 2. */
    public RpcServerBuilder eventLoops(int count) {
        eventLoops = Options.atLeast("eventLoops", count, 1);
        return this;
    }

    /** Threads for handlers that do not run on event loops, 1 or more. Default 4. */
    public RpcServerBuilder workers(int count) {
        workers = Options.atLeast("workers", count, 1);
        return this;
    }

    /**
     * Calls that may wait for each worker: so many times the workers in the queue of all, and so many in the queue of each for calls
     * in connection order. Both are rounded up to a power of two, 2 at the least. Default 1,024.
     */
    public RpcServerBuilder workerQueue(int calls) {
        workerQueue = Options.atLeast("workerQueue", calls, 1);
        return this;
    }

    /** Calls and streams that may run on virtual threads at a time, 1 or more; the rest is refused. Default 10,000. */
    public RpcServerBuilder virtualThreads(int most) {
        virtualThreads = Options.atLeast("virtualThreads", most, 1);
        return this;
    }

    /** SO_SNDBUF of connections; 0, the default, leaves it to the system. */
    public RpcServerBuilder sendBufferBytes(int bytes) {
        sendBufferBytes = Options.atLeast("sendBufferBytes", bytes, 0);
        return this;
    }

    /** SO_RCVBUF of connections; 0, the default, leaves it to the system. */
    public RpcServerBuilder receiveBufferBytes(int bytes) {
        receiveBufferBytes = Options.atLeast("receiveBufferBytes", bytes, 0);
        return this;
    }

    /** What clients may do. Default {@link Limits#defaults}. */
    public RpcServerBuilder limits(Limits newLimits) {
        limits = newLimits;
        return this;
    }

    /**
     * Compresses replies and messages of streams, for clients that take it, unless {@link dev.outboard.rpc.ServerCall#replyCompression} says otherwise. Pushes, which are encoded once for all, go as they are. Default {@link Compression#NONE};
     * what comes compressed is read in any case.
     *
     * @throws IllegalArgumentException for one whose library is not there
     */
    public RpcServerBuilder compression(Compression algorithm) {
        compression = Algorithms.checked(algorithm);
        return this;
    }

    /** How long a message must be, in bytes, to be compressed; 0 or more. Default 1,024. */
    public RpcServerBuilder compressFromBytes(int bytes) {
        compressFromBytes = Options.atLeast("compressFromBytes", bytes, 0);
        return this;
    }

    /** TLS 1.3 with this context's certificate. Default none. */
    public RpcServerBuilder tls(SSLContext context) {
        return tls(TlsOptions.of(context));
    }

    /** TLS as the options say. Default none. */
    public RpcServerBuilder tls(TlsOptions options) {
        tls = options;
        return this;
    }

    /** Adds a service. */
    public RpcServerBuilder service(Service service) {
        services.add(service);
        return this;
    }

    /** Hears of connections. Default nobody. */
    public RpcServerBuilder listener(ServerListener newListener) {
        listener = newListener;
        return this;
    }

    /** Puts an interceptor before every handler, inside of those that were given before. */
    public RpcServerBuilder interceptor(ServerInterceptor interceptor) {
        interceptors.add(interceptor);
        return this;
    }

    /** Says who clients are, and turns others away. Default none: every client is let in, as nobody. */
    public RpcServerBuilder authenticator(Authenticator newAuthenticator) {
        authenticator = newAuthenticator;
        return this;
    }

    /** Says who may call what. Default none: everybody everything. */
    public RpcServerBuilder authorizer(MethodAuthorizer newAuthorizer) {
        authorizer = newAuthorizer;
        return this;
    }

    /** Adds one that hears of the end of every call, after those that were given before. Default nobody. */
    public RpcServerBuilder observer(CallObserver observer) {
        observers.add(observer);
        return this;
    }

    /** Where deadlines look. Default {@link NanoClock#SYSTEM}. */
    public RpcServerBuilder clock(NanoClock newClock) {
        clock = newClock;
        return this;
    }

    private List<Service> intercepted() {
        List<Service> all = new ArrayList<>(services);
        for (int i = interceptors.size() - 1; i >= 0; i--) {
            ServerInterceptor interceptor = interceptors.get(i);
            all.replaceAll(service -> service.intercepted(interceptor));
        }
        return List.copyOf(all);
    }

    /**
     * Starts the server.
     *
     * @throws dev.outboard.codec.CodecUnavailableException where the codec cannot run here
     * @throws RpcException with UNAVAILABLE where it cannot listen; nothing is left behind then
     * @throws IllegalArgumentException for a method in two services, for an address, a transport, event loops or an
     *     allocator that do not go together, or TLS files that cannot be used
     * @throws IllegalStateException for a transport or TLS engine that does not work here, with its cause, for a method on
     *     virtual threads where the JDK has none, or for a Netty of several versions or too old a one
     */
    public RpcServer start() {
        NettyVersions.check();
        CodecProvider chosen = codec != null ? codec : Codecs.load(codecName);
        if (allocator != null) {
            Options.checkFits(allocator, chosen);
        }
        Transport resolved = transport.resolve(listenOn, eventLoopGroup);
        SocketAddress address = listenOn != null
                ? listenOn
                : resolved == Transport.IN_PROCESS
                        ? new InProcessAddress("server-" + LAST_NAME.incrementAndGet())
                        : new InetSocketAddress(host, port);
        resolved.familyOf(address);
        return SocketServer.start(new Options.Server(
                chosen,
                allocator != null ? allocator.ledger() : ledger,
                allocator,
                resolved,
                eventLoopGroup,
                address,
                eventLoops,
                workers,
                workerQueue,
                virtualThreads,
                sendBufferBytes,
                receiveBufferBytes,
                limits,
                new Packing(compression, compressFromBytes),
                tls,
                intercepted(),
                new ServerHooks(listener, authenticator, authorizer, List.copyOf(observers)),
                clock));
    }
}
