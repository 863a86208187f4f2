package dev.outboard.rpc.channel;

import dev.outboard.jcstress.Stub;
import dev.outboard.rpc.ClientConnection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A connection that a test closes. */
final class Peer {
    final ClientConnection connection = Stub.of(ClientConnection.class, this::answer);

    private final List<Runnable> closeActions = new CopyOnWriteArrayList<>();
    private volatile boolean open = true;

    void close() {
        open = false;
        closeActions.forEach(Runnable::run);
    }

    private @Nullable Object answer(String method, Object[] args) {
        return switch (method) {
            case "isOpen" -> open;
            case "isDraining" -> false;
            case "callsInFlight" -> 0;
            case "onDraining" -> null;
            case "onClose" -> {
                closeActions.add((Runnable) args[0]);
                yield null;
            }
            case "close" -> {
                close();
                yield null;
            }
            default -> throw Stub.unexpected(method);
        };
    }
}
