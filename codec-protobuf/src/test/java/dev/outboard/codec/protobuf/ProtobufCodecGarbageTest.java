package dev.outboard.codec.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DurationProto;
import com.google.protobuf.MessageLite;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import com.sun.management.ThreadMXBean;
import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.WireReader;
import dev.outboard.testing.LeakCheck;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message costs the heap once its thread is warm, by the thread's own counter of bytes. */
@LeakCheck
@ParameterizedClass
@ValueSource(strings = {"safe", "unsafe"})
final class ProtobufCodecGarbageTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 8;
    private static final int MESSAGES = 2_000;

    private final Frames frames;

    ProtobufCodecGarbageTest(String codec) {
        frames = new Frames(codec);
    }

    @AfterEach
    void close() {
        frames.close();
    }

    static List<MessageLite> numbersAndBytes() {
        return List.of(
                Timestamp.newBuilder().setSeconds(1_700_000_000).build(),
                BytesValue.of(ByteString.copyFrom(new byte[100])),
                BytesValue.of(ByteString.copyFrom(new byte[10_000])));
    }

    /** Not so strings: protobuf-java copies each on its way to the output, whatever that is. */
    @ParameterizedTest
    @MethodSource("numbersAndBytes")
    void encode_ofNumbersAndBytes_allocatesNothing(MessageLite message) {
        ProtobufCodec<MessageLite> codec = ProtobufCodec.of(message);
        double[] bytes = new double[1];
        frames.written(out -> bytes[0] = bytesPerMessage(() -> {
            out.truncate(0);
            codec.encode(message, out);
        }));
        assertThat(bytes[0]).isZero();
    }

    @Test
    void decode_allocatesNoBuffer() {
        DescriptorProto message =
                DurationProto.getDescriptor().findMessageTypeByName("Duration").toProto();
        ProtobufCodec<DescriptorProto> codec = ProtobufCodec.of(message);
        byte[] bytes = message.toByteArray();
        double ours = frames.read(
                bytes,
                in -> bytesPerMessage(() -> {
                    in.position(0);
                    codec.decode(in);
                }));
        double theirs = bytesPerMessage(() -> DescriptorProto.parseFrom(bytes));
        assertThat(ours).isPositive().isLessThan(theirs + 100);
    }

    @Test
    void claimedLength_isNotAllocated() {
        ProtobufCodec<StringValue> strings = ProtobufCodec.of(StringValue.getDefaultInstance());
        double bytes = frames.read(
                HexFormat.of().parseHex("0affffffff0341"), in -> bytesPerMessage(() -> refuse(strings, in)));
        assertThat(bytes).isLessThan(32 << 10);
    }

    /** In the best round: what the JVM allocates once on a thread, for a late linkage, is not the message's. */
    private static double bytesPerMessage(Action action) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            run(action);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least / (double) MESSAGES;
    }

    private static void refuse(ProtobufCodec<?> codec, WireReader in) {
        try {
            codec.decode(in);
        } catch (MalformedMessageException e) {
            return;
        }
        throw new AssertionError("accepted");
    }

    private static void run(Action action) {
        try {
            for (int i = 0; i < MESSAGES; i++) {
                action.run();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** What may throw protobuf-java's exceptions. */
    private interface Action {
        void run() throws Exception;
    }
}
