package dev.outboard.rpc.netty;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.rpc.Compression;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.NanoClock;
import dev.outboard.rpc.PushHandler;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.Shape;
import dev.outboard.rpc.TlsOptions;
import dev.outboard.rpc.compression.Algorithms;
import io.netty.channel.EventLoopGroup;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Collects what a client needs and makes it. Single-threaded. */
public final class RpcClientBuilder {
    private final Map<Method, PushHandler> pushes = new HashMap<>();
    private static final byte[] NO_TOKEN = {};

    private @Nullable CodecProvider codec;
    private String codecName = Codecs.AUTO;
    private MemoryLedger ledger = MemoryLedger.unbounded();
    private Transport transport = Transport.AUTO;
    private @Nullable EventLoopGroup eventLoopGroup;
    private @Nullable FrameAllocator allocator;
    private int eventLoops = 1;
    private int sendBufferBytes;
    private int receiveBufferBytes;
    private Limits limits = Limits.defaults();
    private Compression compression = Compression.NONE;
    private int compressFromBytes = Options.COMPRESS_FROM_BYTES;
    private @Nullable TlsOptions tls;
    private Supplier<byte[]> credentials = () -> NO_TOKEN;
    private NanoClock clock = NanoClock.SYSTEM;

    private RpcClientBuilder() {}

    /** Starts with the defaults that the setters name. */
    public static RpcClientBuilder create() {
        return new RpcClientBuilder();
    }

    /** "safe", "unsafe", or "auto" for the best that runs here. Default "auto". */
    public RpcClientBuilder codec(String name) {
        codecName = name;
        codec = null;
        return this;
    }

    /** A codec that was found already. */
    public RpcClientBuilder codec(CodecProvider provider) {
        codec = provider;
        return this;
    }

    /** The account, and the budget, of the frames' memory. Default one of the client's own, unbounded. */
    public RpcClientBuilder ledger(MemoryLedger newLedger) {
        ledger = newLedger;
        return this;
    }

    /** One of {@link Transport}, by its name in lower case; "auto" for the best that works. Default "auto". */
    public RpcClientBuilder transport(String name) {
        return transport(Transport.of(name));
    }

    /** Where bytes come from and go to. Default AUTO. */
    public RpcClientBuilder transport(Transport newTransport) {
        transport = newTransport;
        return this;
    }

    /**
     * Runs on these event loops instead of making some. <em>Borrows</em> the group: closing the client leaves it running. Its
     * loops' IO handlers decide on the transport; one that was chosen besides must be theirs. Default none.
     */
    public RpcClientBuilder eventLoopGroup(EventLoopGroup group) {
        eventLoopGroup = group;
        return this;
    }

    /**
     * Takes frames from this allocator, and accounts to its ledger. <em>Borrows</em> it: it was made by the same codec, and is
     * closed by its owner after the client. Default one of the client's own.
     */
    public RpcClientBuilder allocator(FrameAllocator newAllocator) {
        allocator = newAllocator;
        return this;
    }

    /** Threads for connections, 1 or more. Default 1. */
    public RpcClientBuilder eventLoops(int count) {
        eventLoops = Options.atLeast("eventLoops", count, 1);
        return this;
    }

    /** SO_SNDBUF of connections; 0, the default, leaves it to the system. */
    public RpcClientBuilder sendBufferBytes(int bytes) {
        sendBufferBytes = Options.atLeast("sendBufferBytes", bytes, 0);
        return this;
    }

    /** SO_RCVBUF of connections; 0, the default, leaves it to the system. */
    public RpcClientBuilder receiveBufferBytes(int bytes) {
        receiveBufferBytes = Options.atLeast("receiveBufferBytes", bytes, 0);
        return this;
    }

    /** What servers may do; {@link Limits#handshakeTimeout} covers connecting. Default {@link Limits#defaults}. */
    public RpcClientBuilder limits(Limits newLimits) {
        limits = newLimits;
        return this;
    }

    /**
     * Compresses requests, one-way messages and messages of streams, for servers that take it, unless {@link dev.outboard.rpc.CallOptions#withCompression} says otherwise. Default {@link Compression#NONE};
     * what comes compressed is read in any case.
     *
     * @throws IllegalArgumentException for one whose library is not there
     */
    public RpcClientBuilder compression(Compression algorithm) {
        compression = Algorithms.checked(algorithm);
        return this;
    }

    /** How long a message must be, in bytes, to be compressed; 0 or more. Default 1,024. */
    public RpcClientBuilder compressFromBytes(int bytes) {
        compressFromBytes = Options.atLeast("compressFromBytes", bytes, 0);
        return this;
    }

    /** TLS 1.3 that trusts what this context trusts, and checks the host's name. Default none. */
    public RpcClientBuilder tls(SSLContext context) {
        return tls(TlsOptions.of(context));
    }

    /** TLS as the options say. Default none. */
    public RpcClientBuilder tls(TlsOptions options) {
        tls = options;
        return this;
    }

    /** Takes the pushes of a method; those of other methods are passed over. */
    public RpcClientBuilder push(Method method, PushHandler handler) {
        if (method.shape() != Shape.PUSH) {
            throw new IllegalArgumentException("shape: " + method + " (expected: PUSH)");
        }
        pushes.put(method, handler);
        return this;
    }

    /**
     * Says who this client is, to the server's {@link dev.outboard.rpc.Authenticator}: asked on an event loop, which must not be blocked,
     * when a connection is made, so that a token may be a new one each time. At most 2,048 bytes; a longer one, or a supplier
     * that throws, fails the connection. Without TLS they are on the wire for everybody to read. Default nothing.
     */
    public RpcClientBuilder credentials(Supplier<byte[]> token) {
        credentials = token;
        return this;
    }

    /** Where deadlines look. Default {@link NanoClock#SYSTEM}. */
    public RpcClientBuilder clock(NanoClock newClock) {
        clock = newClock;
        return this;
    }

    /**
     * Makes the client; its threads start with its first connections.
     *
     * @throws dev.outboard.codec.CodecUnavailableException where the codec cannot run here
     * @throws IllegalArgumentException for a transport, event loops or an allocator that do not go together, or TLS files
     *     that cannot be used
     * @throws IllegalStateException for a transport or TLS engine that does not work here, with its cause, or for a Netty of
     *     several versions or too old a one
     */
    public RpcClient build() {
        NettyVersions.check();
        CodecProvider chosen = codec != null ? codec : Codecs.load(codecName);
        if (allocator != null) {
            Options.checkFits(allocator, chosen);
        }
        return new SocketClient(new Options.Client(
                chosen,
                allocator != null ? allocator.ledger() : ledger,
                allocator,
                transport.resolve(null, eventLoopGroup),
                eventLoopGroup,
                eventLoops,
                sendBufferBytes,
                receiveBufferBytes,
                limits,
                new Packing(compression, compressFromBytes),
                tls,
                Map.copyOf(pushes),
                credentials,
                clock));
    }
}
