package dev.outboard.codec.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * protobuf-java's input, beginning in a reader: it fetches 4 KiB at a time, and large values at once. One message after
 * the other, one thread at a time; not to be used after an exception.
 */
final class MessageInput extends InputStream {
    private static final int BUFFER_BYTES = 4096;

    private final CodedInputStream input = CodedInputStream.newInstance(this, BUFFER_BYTES);
    private @Nullable WireReader source;
    private int offset;
    private int end;

    MessageInput() {
        input.setRecursionLimit(Wire.MAX_DEPTH);
    }

    /** Reads what is left in the reader, and moves it to its end. <em>Borrows</em> it. */
    <T extends MessageLite> T read(Parser<T> parser, ExtensionRegistryLite extensions, WireReader in)
            throws InvalidProtocolBufferException {
        in.skip(0); // fails where the reader's call has ended
        source = in;
        offset = in.position();
        end = offset + in.remaining();
        input.resetSizeCounter();
        // With the end known, lengths beyond it are refused before anything is allocated for them.
        int outer = input.pushLimit(in.remaining());
        T message = parser.parseFrom(input, extensions);
        input.checkLastTagWas(0);
        input.popLimit(outer);
        source = null;
        in.skip(in.remaining());
        return message;
    }

    /** How far the message has been read. */
    int bytesRead() {
        return input.getTotalBytesRead();
    }

    @Override
    public int available() {
        return end - offset;
    }

    @Override
    public long skip(long bytes) {
        int skipped = (int) Math.min(bytes, end - offset);
        offset += skipped;
        return skipped;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int targetOffset, int length) {
        int bytes = Math.min(length, end - offset);
        WireReader in = source;
        if (in == null || bytes == 0) {
            return -1;
        }
        in.bytesAt(offset, target, targetOffset, bytes);
        offset += bytes;
        return bytes;
    }
}
