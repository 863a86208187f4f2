package dev.outboard.rpc;

import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.WireReader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link StreamReceiver} of one stream that gets each message through a decoder of its own. A message that is malformed
 * ends the stream: it is cancelled, and fails with {@link StatusCode#INTERNAL}.
 *
 * @param <D> the decoder
 */
public abstract class DecodedStream<D> implements StreamReceiver {
    private static final String CANCELLED = "a message was malformed";

    private final Function<WireReader, D> wrap;
    private volatile @Nullable Status malformed;
    private volatile @Nullable ClientStream stream;

    /** @param wrap the {@code wrap} of a decoder that nobody else uses */
    protected DecodedStream(Function<WireReader, D> wrap) {
        this.wrap = wrap;
    }

    /**
     * Says which stream this hears of, so that it can be cancelled. For generated clients; returns the stream.
     *
     * <p>Messages may come before: whoever is later, this or a malformed message, cancels.
     */
    public final ClientStream opened(ClientStream opened) {
        stream = opened;
        if (malformed != null) {
            opened.cancel(CANCELLED);
        }
        return opened;
    }

    /** A message. <em>Borrows</em> the decoder until it returns. */
    protected abstract void onDecoded(D message);

    /** The stream ended well. */
    protected abstract void onEnd();

    /** The stream failed. */
    protected abstract void onFailed(Status status);

    @Override
    public final void onMessage(WireReader message) {
        if (malformed != null) {
            return;
        }
        D decoded;
        try {
            decoded = wrap.apply(message);
        } catch (MalformedMessageException e) {
            Status status = Decoding.malformed("message", e);
            malformed = status;
            ClientStream known = stream;
            if (known != null) {
                known.cancel(CANCELLED);
            }
            onFailed(status);
            return;
        }
        onDecoded(decoded);
    }

    @Override
    public final void onComplete() {
        if (malformed == null) {
            onEnd();
        }
    }

    @Override
    public final void onFailure(Status status) {
        if (malformed == null) {
            onFailed(status);
        }
    }
}
