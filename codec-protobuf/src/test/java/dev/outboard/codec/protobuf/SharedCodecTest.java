package dev.outboard.codec.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.AbstractParser;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Empty;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import dev.outboard.codec.WireReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One codec for many threads, and for a long time. */
final class SharedCodecTest {
    private static final int THREADS = 4;
    private static final int MESSAGES = 2_000;

    private final ProtobufCodec<StringValue> codec = ProtobufCodec.of(StringValue.getDefaultInstance());

    @Test
    void codec_ofManyThreads_keepsTheirMessagesApart() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> tasks = IntStream.range(0, THREADS)
                    .mapToObj(thread -> (Callable<Void>) () -> roundTrips(thread))
                    .toList();
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    /** protobuf-java counts the bytes of an input in an int, and a codec keeps its input. */
    @Test
    void codec_isGoodForMoreThan2GiB() {
        try (Frames frames = new Frames("safe")) {
            frames.read(new byte[32 << 20], in -> {
                MessageInput input = new MessageInput();
                for (int i = 0; i < 66; i++) {
                    in.position(0);
                    assertThat(skipped(input, in)).isEqualTo(Empty.getDefaultInstance());
                    assertThat(in.remaining()).isZero();
                }
                return null;
            });
        }
    }

    private Void roundTrips(int thread) {
        try (Frames frames = new Frames("safe")) {
            for (int i = 0; i < MESSAGES; i++) {
                StringValue message = StringValue.of((thread + " " + i + " ").repeat(i % 7 == 0 ? 2_000 : 3));
                assertThat(frames.roundTrip(codec, message)).isEqualTo(message);
            }
        }
        return null;
    }

    private static Empty skipped(MessageInput input, WireReader in) {
        try {
            return input.read(new Skipping(), ExtensionRegistryLite.getEmptyRegistry(), in);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /** Takes any bytes for an empty message, in no time. */
    private static final class Skipping extends AbstractParser<Empty> {
        @Override
        public Empty parsePartialFrom(CodedInputStream input, ExtensionRegistryLite extensions)
                throws InvalidProtocolBufferException {
            try {
                input.skipRawBytes(input.getBytesUntilLimit());
            } catch (IOException e) {
                throw new InvalidProtocolBufferException(e);
            }
            return Empty.getDefaultInstance();
        }
    }
}
