package dev.outboard.rpc;

import dev.outboard.codec.WireReader;
import java.util.function.Function;

/**
 * A {@link StreamListener} that gets each message through a decoder of its own. A message that is malformed fails the stream
 * with {@link StatusCode#INVALID_ARGUMENT}.
 *
 * @param <D> the decoder
 */
public abstract class DecodedListener<D> implements StreamListener {
    private final Function<WireReader, D> wrap;

    /** @param wrap the {@code wrap} of a decoder that nobody else uses */
    protected DecodedListener(Function<WireReader, D> wrap) {
        this.wrap = wrap;
    }

    /** A message. <em>Borrows</em> the decoder until it returns. */
    protected abstract void onDecoded(D message);

    @Override
    public final void onMessage(WireReader message) {
        onDecoded(wrap.apply(message));
    }
}
