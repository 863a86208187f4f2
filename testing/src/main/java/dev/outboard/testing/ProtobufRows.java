package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.spi.CodecProvider;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * A codec against protobuf-java: the same bytes written; the same input read to the same values and to the same place, or
 * refused by both.
 *
 * <p>The reference is protobuf-java's decoder of streams with a buffer of one byte, which keeps it on its byte-by-byte
 * path. The unrolled paths of 4.36.2 take some 64-bit varints whose tenth byte still has the continuation bit, depending
 * on the value; the format, that path and its own {@code skipField} do not.
 */
abstract class ProtobufRows extends CodecRows {
    private static final int MUTATIONS = 3000;

    ProtobufRows(CodecProvider codec) {
        super(codec);
    }

    @RepeatedTest(20)
    void randomScript_writesProtobufsBytes() {
        Seed seed = Seed.fresh();
        WireScript script = WireScript.random(seed, 100);
        assertThat(written(script::write)).as("%s", seed).isEqualTo(script.byProtobuf());
    }

    @RepeatedTest(5)
    void randomScripts_areReadAsProtobufReadsThem() {
        Seed seed = Seed.fresh();
        SplittableRandom random = seed.random();
        int accepted = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            // Refused are those that have random bytes where a string is read.
            accepted += agree(WireScript.random(random, 1 + random.nextInt(6)).byProtobuf(), seed) ? 1 : 0;
        }
        assertThat(accepted).as("accepted, %s", seed).isGreaterThan(MUTATIONS / 2);
    }

    @RepeatedTest(10)
    void mutatedMessages_areReadOrRefusedAsByProtobuf() {
        Seed seed = Seed.fresh();
        SplittableRandom random = seed.random();
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] message =
                    mutated(WireScript.random(random, 1 + random.nextInt(6)).byProtobuf(), random);
            refused += agree(message, seed) ? 0 : 1;
        }
        // Mutations that all pass, or all fail, would test one half only.
        assertThat(refused).as("refused, %s", seed).isBetween(MUTATIONS / 20, MUTATIONS * 19 / 20);
    }

    @RepeatedTest(5)
    void randomBytes_areReadOrRefusedAsByProtobuf() {
        Seed seed = Seed.fresh();
        SplittableRandom random = seed.random();
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] message = new byte[random.nextInt(24)];
            random.nextBytes(message);
            agree(message, seed);
        }
    }

    @Test
    void everyHostileCase_isRefusedByProtobufToo() {
        for (HostileCase hostile : HostileCase.all()) {
            if (!hostile.name().startsWith("utf8-")) {
                assertThat(byCodec(hostile.message()).accepted())
                        .as(hostile.name())
                        .isEqualTo(byProtobuf(hostile.message()).accepted());
            }
        }
    }

    /** Whether both accepted; fails where they differ. */
    private boolean agree(byte[] message, Seed seed) {
        Outcome reference = byProtobuf(message);
        Outcome found = byCodec(message);
        if (!found.equals(reference)) {
            assertThat(found)
                    .as("%s of %s", HexFormat.of().formatHex(message), seed)
                    .isEqualTo(reference);
        }
        return reference.accepted();
    }

    /** What a walk over the fields found; of a refused message only that it was. */
    private record Outcome(boolean accepted, int consumed, List<Object> values) {
        static final Outcome REFUSED = new Outcome(false, 0, List.of());
    }

    private Outcome byCodec(byte[] message) {
        ByteBuf frame = frames.buffer(message.length + 1).writeBytes(message);
        reader.attach(frame, 0, message.length);
        try {
            List<Object> values = new ArrayList<>();
            for (int tag = reader.readTag(); tag != 0; tag = reader.readTag()) {
                values.add(tag);
                value(reader, tag, values);
            }
            return new Outcome(true, reader.position(), values);
        } catch (MalformedMessageException refused) {
            return Outcome.REFUSED;
        } finally {
            reader.detach();
            frame.release();
        }
    }

    private Outcome byProtobuf(byte[] message) {
        CodedInputStream in = CodedInputStream.newInstance(new ByteArrayInputStream(message), 1);
        try {
            List<Object> values = new ArrayList<>();
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                values.add(tag);
                value(in, tag, values);
            }
            return new Outcome(true, in.getTotalBytesRead(), values);
        } catch (InvalidProtocolBufferException refused) {
            return Outcome.REFUSED;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The field number decides as what type a value is read, the same for both sides. */
    private static void value(WireReader in, int tag, List<Object> values) {
        int kind = Wire.fieldNumber(tag) % 6;
        switch (Wire.wireType(tag)) {
            case Wire.VARINT ->
                values.add(
                        switch (kind) {
                            case 0 -> in.readVarint64();
                            case 1 -> in.readVarint32();
                            case 2 -> in.readZigZag32();
                            case 3 -> in.readZigZag64();
                            case 4 -> in.readBool();
                            default -> skipped(in, tag);
                        });
            case Wire.FIXED32 -> values.add(kind < 3 ? in.readFixed32() : skipped(in, tag));
            case Wire.FIXED64 -> values.add(kind < 3 ? in.readFixed64() : skipped(in, tag));
            case Wire.LENGTH_DELIMITED ->
                values.add(
                        switch (kind) {
                            case 0, 1 -> text(in);
                            case 2, 3 -> bytes(in);
                            default -> skipped(in, tag);
                        });
            default -> in.skipField(tag);
        }
    }

    private static void value(CodedInputStream in, int tag, List<Object> values) throws IOException {
        int kind = Wire.fieldNumber(tag) % 6;
        switch (Wire.wireType(tag)) {
            case Wire.VARINT ->
                values.add(
                        switch (kind) {
                            case 0 -> in.readUInt64();
                            case 1 -> in.readUInt32();
                            case 2 -> in.readSInt32();
                            case 3 -> in.readSInt64();
                            case 4 -> in.readBool();
                            default -> skipped(in, tag);
                        });
            case Wire.FIXED32 -> values.add(kind < 3 ? in.readFixed32() : skipped(in, tag));
            case Wire.FIXED64 -> values.add(kind < 3 ? in.readFixed64() : skipped(in, tag));
            case Wire.LENGTH_DELIMITED ->
                values.add(
                        switch (kind) {
                            case 0, 1 -> in.readStringRequireUtf8();
                            case 2, 3 -> HexFormat.of().formatHex(in.readByteArray());
                            default -> skipped(in, tag);
                        });
            default -> skipGroup(in, tag);
        }
    }

    private static int skipped(WireReader in, int tag) {
        in.skipField(tag);
        return in.position();
    }

    private static int skipped(CodedInputStream in, int tag) throws IOException {
        in.skipField(tag);
        return in.getTotalBytesRead();
    }

    private static void skipGroup(CodedInputStream in, int tag) throws IOException {
        if (!in.skipField(tag)) {
            // What a generated message's parser does with an end that nothing opened.
            in.checkLastTagWas(0);
        }
    }

    private static String text(WireReader in) {
        int length = in.readLength();
        int at = in.position();
        in.checkUtf8(at, length);
        in.skip(length);
        return in.utf8At(at, length);
    }

    private static String bytes(WireReader in) {
        byte[] bytes = new byte[in.readLength()];
        in.bytesAt(in.position(), bytes, 0, bytes.length);
        in.skip(bytes.length);
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] mutated(byte[] message, SplittableRandom random) {
        byte[] mutant = message;
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count && mutant.length > 0; i++) {
            int at = random.nextInt(mutant.length);
            mutant = switch (random.nextInt(5)) {
                case 0 -> with(mutant, at, mutant[at] ^ 1 << random.nextInt(8));
                case 1 -> with(mutant, at, random.nextInt(256));
                case 2 -> Arrays.copyOf(mutant, at);
                case 3 -> without(mutant, at, 1 + random.nextInt(4));
                default -> twice(mutant, at, 1 + random.nextInt(4));
            };
        }
        return mutant;
    }

    private static byte[] with(byte[] message, int at, int value) {
        byte[] changed = message.clone();
        changed[at] = (byte) value;
        return changed;
    }

    private static byte[] without(byte[] message, int at, int count) {
        int end = Math.min(message.length, at + count);
        byte[] shorter = Arrays.copyOf(message, message.length - (end - at));
        System.arraycopy(message, end, shorter, at, message.length - end);
        return shorter;
    }

    private static byte[] twice(byte[] message, int at, int count) {
        int end = Math.min(message.length, at + count);
        byte[] longer = Arrays.copyOf(message, message.length + end - at);
        System.arraycopy(message, at, longer, end, message.length - at);
        return longer;
    }
}
