package dev.outboard.im.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that are no connections yet, or never will be: each has {@value #SECONDS} seconds for a request, and an event loop has
 * {@value #MOST} of them at most. One more, and the one that has waited longest goes: who opens sockets and says nothing does not keep out who
 * asks for something.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of closing, which cannot fail in a way that matters
final class WaitingRoom {
    static final int SECONDS = 5;
    static final int MOST = 512;
    /** Between two requests of one page. */
    private static final int KEEP_ALIVE_SECONDS = 15;

    /** Of each event loop, its own. */
    private final Map<EventLoop, Set<Channel>> waiting = new ConcurrentHashMap<>();

    /** One of them, as long as it is in its channel's pipeline. On its event loop. */
    final class Seat extends ChannelHandlerAdapter {
        private @Nullable Future<?> limit;

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            Set<Channel> others = others(ctx);
            others.add(ctx.channel());
            limit(ctx, SECONDS);
            if (others.size() > MOST) {
                Iterator<Channel> longest = others.iterator();
                Channel first = longest.next();
                longest.remove();
                first.close();
            }
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            others(ctx).remove(ctx.channel());
            cancel();
        }

        /** A request was answered: from now on there is time for another one. */
        void answered(ChannelHandlerContext ctx) {
            cancel();
            limit(ctx, KEEP_ALIVE_SECONDS);
        }

        private void limit(ChannelHandlerContext ctx, int seconds) {
            limit = ctx.executor().schedule((Runnable) ctx.channel()::close, seconds, TimeUnit.SECONDS);
        }

        private void cancel() {
            if (limit != null) {
                limit.cancel(false);
            }
        }
    }

    private Set<Channel> others(ChannelHandlerContext ctx) {
        return waiting.computeIfAbsent(ctx.channel().eventLoop(), loop -> new LinkedHashSet<>());
    }
}
