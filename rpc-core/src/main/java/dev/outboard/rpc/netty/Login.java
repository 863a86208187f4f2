package dev.outboard.rpc.netty;

import dev.outboard.rpc.Authenticator;
import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.Hello;
import java.security.Principal;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who a client is, between its HELLO and the server's HELLO_ACK. */
final class Login {
    private static final Logger LOG = LoggerFactory.getLogger(Login.class);

    private final AcceptedConnection connection;
    private final Hello hello;
    private volatile @Nullable Principal principal;

    Login(AcceptedConnection connection, Hello hello) {
        this.connection = connection;
        this.hello = hello;
    }

    /** Who it is; null before that is known. Any thread. */
    @Nullable
    Principal principal() {
        return principal;
    }

    /** On the event loop; an answer that is there at once is taken at once. */
    void ask(Authenticator authenticator) {
        CompletionStage<? extends Principal> answer;
        try {
            answer = authenticator.authenticate(connection, hello.token());
        } catch (Throwable t) {
            refuse(t);
            return;
        }
        answer.whenComplete((who, failure) -> {
            if (connection.loop.inEventLoop()) {
                answered(who, failure);
            } else {
                try {
                    connection.loop.eventLoop.execute(() -> answered(who, failure));
                } catch (RejectedExecutionException e) {
                    LOG.debug("connection {}: its event loop has ended", connection.id(), e);
                }
            }
        });
    }

    private void answered(@Nullable Principal who, @Nullable Throwable failure) {
        if (connection.isClosing()) {
            return; // it took too long, or the client has gone
        }
        if (who == null) {
            refuse(failure);
            return;
        }
        principal = who;
        try {
            connection.accept(hello);
        } catch (Throwable t) {
            connection.failed(t);
            return;
        }
        if (!connection.isReading()) {
            connection.out.flush();
        }
    }

    private void refuse(@Nullable Throwable failure) {
        if (failure != null) {
            LOG.info("connection {} {}: not authenticated", connection.id(), connection.remoteAddress(), failure);
        }
        connection.fault(Fault.UNAUTHENTICATED, "client: not known (expected: credentials that the server accepts)");
    }
}
