package dev.outboard.codec.protobuf;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import dev.outboard.codec.WireWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * protobuf-java's output, ending in a writer: small values collect in its buffer, large ones go straight to the frame.
 * One message after the other, one thread at a time; not to be used after an exception.
 */
final class MessageOutput extends OutputStream {
    private static final int BUFFER_BYTES = 4096;

    private final CodedOutputStream output = CodedOutputStream.newInstance(this, BUFFER_BYTES);
    private @Nullable WireWriter target;

    /** Writes one message. <em>Borrows</em> both. */
    void write(MessageLite message, WireWriter out) {
        target = out;
        try {
            message.writeTo(output);
            output.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("output: of " + message.getClass().getName() + " (expected: never)", e);
        }
        target = null;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        WireWriter out = target;
        if (out == null) {
            throw new IllegalStateException("output: no message (expected: write called first)");
        }
        out.writeRaw(source, offset, length);
    }
}
