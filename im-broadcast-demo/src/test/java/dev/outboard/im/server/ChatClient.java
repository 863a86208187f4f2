package dev.outboard.im.server;

import dev.outboard.codec.WireReader;
import dev.outboard.im.v1.GroupMessageDecoder;
import dev.outboard.im.v1.GroupSizeDecoder;
import dev.outboard.im.v1.MembershipEncoder;
import dev.outboard.im.v1.PublishEncoder;
import dev.outboard.im.v1.ReceiptDecoder;
import dev.outboard.im.v1.ServerStatsDecoder;
import dev.outboard.im.v1.SignInEncoder;
import dev.outboard.im.v1.SignedInDecoder;
import dev.outboard.im.v1.StatsRequestEncoder;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.netty.RpcClientBuilder;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.LongStream;

/** One user of the chat service, with an event loop of its own; its calls wait for the reply. */
public final class ChatClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final CountDownLatch reading = new CountDownLatch(1);
    private final RpcClient client;
    private final ClientConnection connection;
    private volatile boolean stalled;

    public ChatClient(int port) {
        client = RpcClientBuilder.create()
                .codec("safe")
                .receiveBufferBytes(4 << 10)
                .push(ChatMethods.DELIVER, (from, body) -> deliver(body))
                .build();
        connection = client.connect("127.0.0.1", port);
    }

    /** Signs in; returns in how many groups the user is. */
    public int signIn(long userId) {
        return call(
                ChatMethods.SIGN_IN,
                out -> new SignInEncoder().wrap(out).userId(userId).name("user " + userId),
                in -> new SignedInDecoder().wrap(in).groups());
    }

    /** Joins; returns how many members the group has then. */
    public int join(int groupId) {
        return membership(ChatMethods.JOIN, groupId);
    }

    public int leave(int groupId) {
        return membership(ChatMethods.LEAVE, groupId);
    }

    /** Publishes; returns how many members it was offered to. */
    public int publish(int groupId, String text) {
        return publish(groupId, text, 0);
    }

    public int publish(int groupId, String text, int mentions) {
        return call(
                ChatMethods.PUBLISH,
                out -> {
                    long[] users = LongStream.range(0, mentions).toArray();
                    new PublishEncoder().wrap(out).groupId(groupId).text(text).mentions(users, 0, mentions);
                },
                in -> new ReceiptDecoder().wrap(in).recipients());
    }

    /** Asks for the stats and reads one of them. */
    long stat(Function<ServerStatsDecoder, Long> field) {
        return call(
                ChatMethods.STATS,
                out -> new StatsRequestEncoder().wrap(out),
                in -> field.apply(new ServerStatsDecoder().wrap(in)));
    }

    <T> T call(Method method, MessageWriter request, Function<WireReader, T> reply) {
        CompletableFuture<T> end = new CompletableFuture<>();
        connection.call(method, request, TIMEOUT, new ReplyHandler() {
            @Override
            public void onReply(WireReader body) {
                end.complete(reply.apply(body));
            }

            @Override
            public void onFailure(Status status) {
                end.completeExceptionally(new RpcException(status));
            }
        });
        try {
            return end.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (RpcException) e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(method + ": no end of the call", e);
        }
    }

    /** The text of the next message; null where none comes. */
    public String nextText() throws InterruptedException {
        return texts.poll(30, TimeUnit.SECONDS);
    }

    /** Waits until the server asks the client to go; returns where to. */
    public String drainHint() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        connection.onDraining(told::countDown);
        if (!told.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the server did not ask the client to go");
        }
        return connection.drainHint();
    }

    boolean hasText() {
        return !texts.isEmpty();
    }

    /** Stops reading from the socket with the next message, until closed. */
    public void stall() {
        stalled = true;
    }

    /** Ends the stall. */
    public void readOn() {
        stalled = false;
        reading.countDown();
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public void close() {
        reading.countDown();
        client.close();
    }

    private int membership(Method method, int groupId) {
        return call(
                method,
                out -> new MembershipEncoder().wrap(out).groupId(groupId),
                in -> new GroupSizeDecoder().wrap(in).members());
    }

    private void deliver(WireReader body) {
        texts.add(new GroupMessageDecoder().wrap(body).text());
        if (stalled) {
            try {
                reading.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
