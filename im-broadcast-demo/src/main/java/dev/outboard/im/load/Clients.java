package dev.outboard.im.load;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.netty.RpcClientBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Clients on some event loops: one for everybody, or, where users have tokens, one for each of them, on the same loops and
 * out of the same memory. Any thread.
 */
final class Clients implements AutoCloseable {
    private final LoadOptions options;
    private final LoadTerms terms;
    private final Population population;
    private final UnaryOperator<RpcClientBuilder> pushes;
    private final int eventLoops;
    private final Map<Integer, RpcClient> byUser = new ConcurrentHashMap<>();
    private final @Nullable RpcClient forAll;
    private final @Nullable Shared shared;

    /** What the users' own clients have in common. */
    private record Shared(CodecProvider codec, FrameAllocator allocator, EventLoopGroup loops)
            implements AutoCloseable {
        static Shared of(String codecName, int eventLoops) {
            CodecProvider codec = Codecs.load(codecName);
            return new Shared(
                    codec,
                    codec.newAllocator(MemoryLedger.unbounded()),
                    new MultiThreadIoEventLoopGroup(
                            eventLoops, new DefaultThreadFactory("im-load-loop", true), NioIoHandler.newFactory()));
        }

        @Override
        public void close() {
            loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
            allocator.close();
        }
    }

    /**
     * @param pushes has the client that is being built take pushes
     */
    Clients(
            LoadOptions options,
            LoadTerms terms,
            Population population,
            int eventLoops,
            UnaryOperator<RpcClientBuilder> pushes) {
        this.options = options;
        this.terms = terms;
        this.population = population;
        this.eventLoops = eventLoops;
        this.pushes = pushes;
        this.shared = terms.tokens() == null ? null : Shared.of(options.codec(), eventLoops);
        this.forAll = shared == null ? build(RpcClientBuilder.create().codec(options.codec())) : null;
    }

    /** The client that a user connects by. */
    RpcClient of(int user) {
        Shared common = shared;
        RpcClient client = forAll;
        if (common == null && client != null) {
            return client;
        }
        return byUser.computeIfAbsent(user, this::ofItsOwn);
    }

    private RpcClient ofItsOwn(int user) {
        Shared common = java.util.Objects.requireNonNull(shared);
        return build(RpcClientBuilder.create()
                .codec(common.codec())
                .eventLoopGroup(common.loops())
                .allocator(common.allocator())
                .credentials(terms.credentials(population.userId(user))));
    }

    private RpcClient build(RpcClientBuilder builder) {
        RpcClientBuilder built = pushes.apply(builder.receiveBufferBytes(options.receiveBufferBytes()));
        if (terms.tokens() == null) {
            built.transport(options.transport()).eventLoops(eventLoops);
        }
        return terms.tls() == null ? built.build() : built.tls(terms.tls()).build();
    }

    @Override
    public void close() {
        byUser.values().forEach(RpcClient::close);
        if (forAll != null) {
            forAll.close();
        }
        if (shared != null) {
            shared.close();
        }
    }
}
