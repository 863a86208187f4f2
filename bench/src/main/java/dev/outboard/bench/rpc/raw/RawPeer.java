package dev.outboard.bench.rpc.raw;

import dev.outboard.bench.rpc.load.Opaque;
import dev.outboard.bench.rpc.load.Payload;
import dev.outboard.bench.rpc.load.RpcPeer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The two raw echoes. Both have the same frame, with a header as long as the product's:
 *
 * <pre>
 *  length of the body (4) | 0 (4) | place of the call (4) | 0 (4) | body
 * </pre>
 */
public final class RawPeer implements RpcPeer {
    /** Frames parsed where they were read to, replies encoded one behind the other; flushes as the product does, see {@link Frames}. */
    public static final String HAND = "hand";
    /** A buffer per frame from Netty's decoder, a buffer and a write per message, one flush per read batch. */
    public static final String DECODER = "lfbd";

    static final int HEADER_BYTES = 16;
    private static final int MOST_BYTES = 1 << 20;

    @Override
    public RpcPeer.Server serve(String mode, Payload payload) throws InterruptedException {
        Sockets sockets = new Sockets();
        int port = sockets.listen(channel -> pipeline(channel, mode));
        return RpcPeer.Server.of(port, sockets::close);
    }

    private static void pipeline(Channel channel, String mode) {
        if (mode.equals(HAND)) {
            channel.pipeline().addLast(new HandServer());
        } else {
            channel.pipeline().addLast(decoder(), new DecoderServer());
        }
    }

    @Override
    public RpcPeer.Client client(String mode, Payload payload, int port) {
        Sockets sockets = new Sockets();
        Opaque opaque = new Opaque(payload);
        return new RpcPeer.Client() {
            @Override
            public Caller connect(int inFlight) throws InterruptedException {
                RawCaller caller =
                        mode.equals(HAND) ? new HandClient(opaque, inFlight) : new DecoderClient(opaque, inFlight);
                ChannelHandler[] handlers = mode.equals(HAND)
                        ? new ChannelHandler[] {caller.handler()}
                        : new ChannelHandler[] {decoder(), caller.handler()};
                sockets.connect(port, () -> handlers);
                return caller;
            }

            @Override
            public ScheduledExecutorService eventLoop() {
                return sockets.eventLoop();
            }

            @Override
            public void close() {
                sockets.close();
            }
        };
    }

    private static ChannelHandler decoder() {
        return new LengthFieldBasedFrameDecoder(MOST_BYTES, 0, 4, HEADER_BYTES - 4, 0);
    }
}
