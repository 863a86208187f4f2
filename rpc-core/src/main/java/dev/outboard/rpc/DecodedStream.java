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
    private final Function<WireReader, D> wrap;
    private @Nullable Status malformed;

    /** @param wrap the {@code wrap} of a decoder that nobody else uses */
    protected DecodedStream(Function<WireReader, D> wrap) {
        this.wrap = wrap;
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
            malformed = Decoding.malformed("message", e);
            onFailed(malformed);
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
