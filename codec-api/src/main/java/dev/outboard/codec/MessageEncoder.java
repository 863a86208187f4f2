package dev.outboard.codec;

import org.jspecify.annotations.Nullable;

/**
 * What generated encoders have in common. An encoder writes straight into a frame: each setter writes its field at once,
 * so call it at most once per message, and in the order of the field numbers where the bytes shall be those that
 * protobuf-java gives. It <em>borrows</em> the writer and is valid as long as that. One thread at a time.
 *
 * <p>A nested message is written between {@code begin…} and {@code end…}, with the encoder that {@code begin…} returns;
 * meanwhile the outer encoder must not be used. An encoder is made once and used for any number of messages.
 */
public abstract class MessageEncoder {
    private @Nullable WireWriter writer;
    private @Nullable Utf8View text;
    private @Nullable BytesView bytes;

    /** For generated code. */
    protected MessageEncoder() {}

    /** Starts a message at the writer's position. For the generated {@code wrap}. */
    protected final void begin(WireWriter out) {
        writer = out;
    }

    /** Where the message goes. */
    protected final WireWriter writer() {
        WireWriter out = writer;
        if (out == null) {
            throw new IllegalStateException("encoder: has no message (expected: wrap called first)");
        }
        return out;
    }

    /** A view for the copy of one string. */
    protected final Utf8View scratchText() {
        Utf8View view = text;
        if (view == null) {
            text = view = new Utf8View();
        }
        return view;
    }

    /** A view for the copy of one field of bytes. */
    protected final BytesView scratchBytes() {
        BytesView view = bytes;
        if (view == null) {
            bytes = view = new BytesView();
        }
        return view;
    }

    /** What to throw where a value is added to a packed field outside of its begin and end. */
    protected final IllegalStateException notBegun(String field) {
        return new IllegalStateException(
                "add" + field + ": outside of begin" + field + " and end" + field + " (expected: between them)");
    }

    /** Copies the fields of {@code source} that its schema does not know. */
    protected final void copyUnknown(MessageDecoder source) {
        if (!source.unknownFields().isEmpty()) {
            source.unknownFields().copyTo(source.reader(), writer());
        }
    }
}
