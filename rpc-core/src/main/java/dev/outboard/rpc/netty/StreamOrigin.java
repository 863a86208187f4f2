package dev.outboard.rpc.netty;

import dev.outboard.rpc.Metadata;
import dev.outboard.rpc.TraceContext;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What came beside the request of a stream.
 *
 * @param encodedMetadata looked at when it is asked for, so that a bad one is its stream's failure
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two
record StreamOrigin(byte[] encodedMetadata, @Nullable TraceContext trace, int attempt) {
    static final StreamOrigin NOTHING = new StreamOrigin(new byte[0], null, 0);

    /** Reads an extension that was checked. <em>Borrows</em> the buffer. */
    static StreamOrigin of(ByteBuf buffer, int at, int extension) {
        if (extension == 0) {
            return NOTHING;
        }
        return new StreamOrigin(
                ExtensionBlock.encodedMetadata(buffer, at, extension),
                ExtensionBlock.trace(buffer, at, extension),
                ExtensionBlock.attempt(buffer, at, extension));
    }

    Metadata metadata() {
        return ExtensionBlock.parse(encodedMetadata);
    }
}
