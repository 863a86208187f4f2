package dev.outboard.rpc;

import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.WireReader;
import java.util.function.Function;

/**
 * A {@link ReplyHandler} that gets the reply through a decoder of its own. One such handler serves one call after the other;
 * of one connection, also several at a time, for the event loop calls it; of a channel over
 * several connections one at a time.
 *
 * @param <D> the decoder
 */
public abstract class DecodedReply<D> implements ReplyHandler {
    private final Function<WireReader, D> wrap;

    /** @param wrap the {@code wrap} of a decoder that nobody else uses, as in {@code new ReceiptDecoder()::wrap} */
    protected DecodedReply(Function<WireReader, D> wrap) {
        this.wrap = wrap;
    }

    /** The reply. <em>Borrows</em> the decoder until it returns. */
    protected abstract void onDecoded(D reply);

    /** Decodes it; a reply that is malformed is a failure of the server's, {@link StatusCode#INTERNAL}. */
    @Override
    public final void onReply(WireReader reply) {
        D decoded;
        try {
            decoded = wrap.apply(reply);
        } catch (MalformedMessageException e) {
            onFailure(Decoding.malformed("reply", e));
            return;
        }
        onDecoded(decoded);
    }
}
