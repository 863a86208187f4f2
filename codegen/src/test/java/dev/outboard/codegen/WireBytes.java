package dev.outboard.codegen;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Bytes of a message, field by field, as a test has them. */
final class WireBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static WireBytes message() {
        return new WireBytes();
    }

    WireBytes varint(int number, long value) {
        return write(out -> out.writeUInt64(number, value));
    }

    WireBytes fixed32(int number, int value) {
        return write(out -> out.writeFixed32(number, value));
    }

    WireBytes text(int number, String value) {
        return bytes(number, value.getBytes(StandardCharsets.UTF_8));
    }

    WireBytes bytes(int number, byte... value) {
        return write(out -> out.writeByteArray(number, value));
    }

    WireBytes message(int number, WireBytes value) {
        return bytes(number, value.toArray());
    }

    WireBytes packed(int number, long... values) {
        WireBytes body = message();
        for (long value : values) {
            body.write(out -> out.writeUInt64NoTag(value));
        }
        return message(number, body);
    }

    WireBytes group(int number, WireBytes value) {
        write(out -> out.writeTag(number, WireFormat.WIRETYPE_START_GROUP));
        bytes.writeBytes(value.toArray());
        return write(out -> out.writeTag(number, WireFormat.WIRETYPE_END_GROUP));
    }

    /** Bytes that are fields already, or no fields at all. */
    WireBytes raw(byte... fields) {
        bytes.writeBytes(fields);
        return this;
    }

    WireBytes add(WireBytes more) {
        return raw(more.toArray());
    }

    byte[] toArray() {
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return ByteString.copyFrom(toArray()).toString();
    }

    private WireBytes write(Writing writing) {
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            writing.write(out);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Writing {
        void write(CodedOutputStream out) throws IOException;
    }
}
