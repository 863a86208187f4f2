package dev.outboard.rpc.netty;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerConnection;
import dev.outboard.rpc.ServerListener;
import java.util.concurrent.CountDownLatch;

/**
 * A closed loop of pushes between a server and a client of one JVM: each one that arrives lets the next one go, on the
 * client's event loop, which so is the thread that pushes, or that has the server's push. Every message
 * is encoded anew. Makes no garbage of its own.
 */
final class PushChain {
    private static final int IN_FLIGHT = 64;

    /** Whether the connection's own event loop pushes. */
    private final boolean onItsLoop;

    private final Runnable pushing = this::push;
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile ServerConnection connection;
    private volatile RpcServer server;
    private final MessageWriter message = Echo.number(42);
    private volatile CountDownLatch left = new CountDownLatch(0);
    /** Pushes that may still be sent; the client's event loop alone counts them down, once a run has begun. */
    private int unsent;

    PushChain(boolean onItsLoop) {
        this.onItsLoop = onItsLoop;
    }

    RpcServerBuilder listening(RpcServerBuilder server) {
        return server.listener(new ServerListener() {
            @Override
            public void connectionOpened(ServerConnection opening) {
                connection = opening;
                opened.countDown();
            }
        });
    }

    RpcClientBuilder receiving(RpcClientBuilder client) {
        return client.push(Echo.TICK, this::arrived);
    }

    /** Pushes {@code pushes} times and returns when all of them have arrived. */
    void run(RpcServer from, int pushes) throws InterruptedException {
        opened.await();
        CountDownLatch arrivals = new CountDownLatch(pushes);
        server = from;
        unsent = pushes - IN_FLIGHT;
        left = arrivals;
        for (int i = 0; i < IN_FLIGHT; i++) {
            send();
        }
        arrivals.await();
    }

    private void arrived(ClientConnection from, WireReader body) {
        if (body.readFixed64() != 42) {
            throw new AssertionError("a push changed on its way");
        }
        if (unsent > 0) {
            unsent--;
            send();
        }
        left.countDown();
    }

    private void send() {
        if (!onItsLoop) {
            push();
        } else if (!server.execute(connection.eventLoop(), pushing)) {
            throw new AssertionError("the loop has ended");
        }
    }

    private void push() {
        EncodedPush push = server.encodePush(Echo.TICK, message);
        SendResult result = connection.push(push);
        push.release();
        if (result != SendResult.ACCEPTED) {
            throw new AssertionError(result);
        }
    }
}
