package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Makes random fields whose sizes crowd around the places where encodings change. */
final class FieldSource {
    private static final int MAX_DEPTH = 4;

    private final SplittableRandom random;

    FieldSource(SplittableRandom random) {
        this.random = random;
    }

    WireScript.Field next(int depth) {
        int number = 1 + (int) (bits(29) % 0x1fff_ffff);
        return switch (random.nextInt(depth < MAX_DEPTH ? 12 : 11)) {
            case 0 -> new Varint32(number, (int) bits(32));
            case 1 -> new Varint64(number, bits(64));
            case 2 -> new Int32(number, (int) bits(32));
            case 3 -> new ZigZag32(number, (int) bits(32));
            case 4 -> new ZigZag64(number, bits(64));
            case 5 -> new Bool(number, random.nextBoolean());
            case 6 -> new Fixed32(number, random.nextInt());
            case 7 -> new Fixed64(number, random.nextLong());
            case 8 -> new Bytes(number, bytes(length()));
            case 9, 10 -> new Text(number, text(length()));
            default ->
                new Message(number, random.nextInt(3) * 100, WireScript.random(this, random.nextInt(8), depth + 1));
        };
    }

    /** A number of a random count of significant bits, up to {@code most}. */
    private long bits(int most) {
        int count = random.nextInt(most + 1);
        return count == 0 ? 0 : random.nextLong() >>> 64 - count;
    }

    private int length() {
        int choice = random.nextInt(20);
        return choice == 0 ? random.nextInt(3000) : choice < 5 ? 120 + random.nextInt(16) : random.nextInt(40);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /** Text of one kind, or of all, with every now and then a surrogate that lacks its other half. */
    private String text(int chars) {
        int kind = random.nextInt(5);
        StringBuilder text = new StringBuilder(chars + 1);
        while (text.length() < chars) {
            text.appendCodePoint(codePoint(kind == 4 ? random.nextInt(4) : kind));
        }
        return text.toString();
    }

    private int codePoint(int kind) {
        return switch (kind) {
            case 0 -> random.nextInt(0x80);
            case 1 -> 0x80 + random.nextInt(0x780);
            case 2 -> 0x800 + random.nextInt(0xf800); // the surrogates are among these
            default -> 0x1_0000 + random.nextInt(0x10_0000);
        };
    }

    private record Varint32(int number, int value) implements WireScript.Field {
        @Override
        public int wireType() {
            return Wire.VARINT;
        }

        @Override
        public void write(WireWriter out) {
            out.writeVarint32(value);
        }

        @Override
        public void write(CodedOutputStream out) throws IOException {
            out.writeUInt32NoTag(value);
        }

        @Override
        public void check(WireReader in) {
            assertThat(in.readVarint32()).isEqualTo(value);
        }
    }

    private record Varint64(int number, long value) implements WireScript.Field {
        @Override
        public int wireType() {
            return Wire.VARINT;
        }

        @Override
        public void write(WireWriter out) {
            out.writeVarint64(value);
        }

        @Override
        public void write(CodedOutputStream out) throws IOException {
            out.writeUInt64NoTag(value);
        }

        @Override
        public void check(WireReader in) {
            assertThat(in.readVarint64()).isEqualTo(value);
        }
    }

    private record Int32(int number, int value) implements WireScript.Field {
        @Override
        public int wireType() {
            return Wire.VARINT;
        }

        @Override
        public void write(WireWriter out) {
            out.writeInt32(value);
        }

        @Override
        public void write(CodedOutputStream out) throws IOException {
            out.writeInt32NoTag(value);
        }

        @Override
        public void check(WireReader in) {
            assertThat(in.readVarint64()).isEqualTo(value);
        }
    }

    private record ZigZag32(int number, int value) implements WireScript.Field {
        @Override
        public int wireType() {
            return Wire.VARINT;
        }

        @Override
        public void write(WireWriter out) {
            out.writeZigZag32(value);
        }

        @Override
        public void write(CodedOutputStream out) throws IOException {
            out.writeSInt32NoTag(value);
        }

        @Override
        public void check(WireReader in) {
            assertThat(in.readZigZag32()).isEqualTo(value);
        }
    }

    private record ZigZag64(int number, long value) implements WireScript.Field {
        @Override
        public int wireType() {
            return Wire.VARINT;
        }

        @Override
        public void write(WireWriter out) {
            out.writeZigZag64(value);
        }

        @Override
        public void write(CodedOutputStream out) throws IOException {
            out.writeSInt64NoTag(value);
        }

        @Override
        public void check(WireReader in) {
            assertThat(in.readZigZag64()).isEqualTo(value);
        }
    }

    private record Bool(int number, boolean value) implements WireScript.Field {
        @Override
        public int wireType() {
            return Wire.VARINT;
        }

        @Override
        public void write(WireWriter out) {
            out.writeBool(value);
        }

        @Override
        public void write(CodedOutputStream out) throws IOException {
            out.writeBoolNoTag(value);
        }

        @Override
        public void check(WireReader in) {
            assertThat(in.readBool()).isEqualTo(value);
        }
    }

    private record Fixed32(int number, int value) implements WireScript.Field {
        @Override
        public int wireType() {
            return Wire.FIXED32;
        }

        @Override
        public void write(WireWriter out) {
            out.writeFixed32(value);
        }

        @Override
        public void write(CodedOutputStream out) throws IOException {
            out.writeFixed32NoTag(value);
        }

        @Override
        public void check(WireReader in) {
            assertThat(in.readFixed32()).isEqualTo(value);
        }
    }

    private record Fixed64(int number, long value) implements WireScript.Field {
        @Override
        public int wireType() {
            return Wire.FIXED64;
        }

        @Override
        public void write(WireWriter out) {
            out.writeFixed64(value);
        }

        @Override
        public void write(CodedOutputStream out) throws IOException {
            out.writeFixed64NoTag(value);
        }

        @Override
        public void check(WireReader in) {
            assertThat(in.readFixed64()).isEqualTo(value);
        }
    }

    private record Bytes(int number, byte[] value) implements WireScript.Field {
        @Override
        public int wireType() {
            return Wire.LENGTH_DELIMITED;
        }

        @Override
        public void write(WireWriter out) {
            out.writeBytes(value, 0, value.length);
        }

        @Override
        public void write(CodedOutputStream out) throws IOException {
            out.writeByteArrayNoTag(value);
        }

        @Override
        public void check(WireReader in) {
            assertThat(body(in)).isEqualTo(value);
        }
    }

    private record Text(int number, String value) implements WireScript.Field {
        @Override
        public int wireType() {
            return Wire.LENGTH_DELIMITED;
        }

        @Override
        public void write(WireWriter out) {
            out.writeUtf8(value);
        }

        @Override
        public void write(CodedOutputStream out) throws IOException {
            // protobuf-java logs a stack trace for each lone surrogate; the JDK's encoder replaces it by '?' as well.
            out.writeByteArrayNoTag(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void check(WireReader in) {
            int at = in.position();
            byte[] bytes = body(in);
            assertThat(bytes).isEqualTo(value.getBytes(StandardCharsets.UTF_8));
            int from = at + Wire.varintSize32(bytes.length);
            in.checkUtf8(from, bytes.length);
            assertThat(in.utf8At(from, bytes.length)).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private record Message(int number, int guess, WireScript body) implements WireScript.Field {
        @Override
        public int wireType() {
            return Wire.LENGTH_DELIMITED;
        }

        @Override
        public void write(WireWriter out) {
            int mark = out.beginMessage(guess);
            body.write(out);
            out.endMessage(mark);
        }

        @Override
        public void write(CodedOutputStream out) throws IOException {
            out.writeByteArrayNoTag(body.byProtobuf());
        }

        @Override
        public void check(WireReader in) {
            int end = in.readLength() + in.position();
            body.check(in, "message of field " + number);
            assertThat(in.position()).isEqualTo(end);
        }
    }

    private static byte[] body(WireReader in) {
        byte[] bytes = new byte[in.readLength()];
        in.bytesAt(in.position(), bytes, 0, bytes.length);
        in.skip(bytes.length);
        return bytes;
    }
}
