package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.rpc.call.WorkerPool;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.ProtocolException;
import dev.outboard.rpc.model.ModelFrame;
import dev.outboard.rpc.model.ModelRules;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Whether bytes mean the same to the frame decoder however they are cut, and to the model of docs/wire-format.md; and whether
 * a server's connection that gets them does what the model says.
 *
 * <p>The first two bytes of an input say how it is read, the rest is what a client sends. Cuts come from the input too, so
 * that it says all. No memory is left in use. {@code rpc-core/fuzz} runs this with Jazzer, for which the static method is.
 */
final class FrameFuzzer implements AutoCloseable {
    private static final int SHORT = 120;

    private final MemoryLedger ledger = MemoryLedger.unbounded();
    private final CodecProvider codec;
    private final FrameAllocator allocator;
    private final WorkerPool workers = new WorkerPool(1, 2, new DefaultThreadFactory("outboard-worker", true));

    FrameFuzzer(String codecName) {
        codec = Codecs.load(codecName);
        allocator = codec.newAllocator(ledger);
    }

    /** For Jazzer, on the codec that {@code outboard.fuzz.codec} names. */
    public static void fuzzerTestOneInput(byte[] input) {
        Jazzer.FUZZER.run(input);
    }

    /** Made with the first input. */
    private static final class Jazzer {
        static final FrameFuzzer FUZZER = new FrameFuzzer(System.getProperty("outboard.fuzz.codec", "safe"));
    }

    void run(byte[] input) {
        if (input.length < 2) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 2, input.length);
        SplittableRandom random = new SplittableRandom(Arrays.hashCode(input));
        decode(bytes, new Reading((input[0] & 1) != 0, 4096, (input[0] & 2) != 0 ? 3 : Integer.MAX_VALUE), random);
        if ((input[0] & 4) != 0) {
            serve(bytes, random);
        }
        assertThat(ledger.usedBytes()).isZero();
    }

    /** How the decoder is set. */
    private record Reading(boolean expectsPreface, int longest, int most) {}

    private void decode(byte[] bytes, Reading reading, SplittableRandom random) {
        List<String> whole = events(List.of(bytes), reading);
        List<String> plain = new ArrayList<>(whole);
        plain.replaceAll(event -> event.replaceFirst("^(.*)\\|.*", "$1"));
        assertThat(plain).isEqualTo(ModelRules.events(bytes, reading.expectsPreface, reading.longest, reading.most));
        assertThat(events(cut(bytes, random, 1), reading)).as("byte by byte").isEqualTo(whole);
        for (int i = 0; i < 4; i++) {
            List<byte[]> pieces = cut(bytes, random, i % 2 == 0 ? 40 : bytes.length);
            assertThat(events(pieces, reading)).as("cut").isEqualTo(whole);
        }
        for (int at = 1; at < Math.min(bytes.length, SHORT); at++) {
            List<byte[]> two = List.of(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at, bytes.length));
            assertThat(events(two, reading)).as("cut at %s", at).isEqualTo(whole);
        }
    }

    private void serve(byte[] bytes, SplittableRandom random) {
        ModelRig rig = new ModelRig(codec, ledger, workers);
        rig.read(List.of(ModelScript.handshake()));
        for (byte[] piece : cut(bytes, random, bytes.length)) {
            rig.read(List.of(piece));
        }
        rig.end();
    }

    private static List<byte[]> cut(byte[] bytes, SplittableRandom random, int most) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(most));
            pieces.add(Arrays.copyOfRange(bytes, at, at + length));
            at += length;
        }
        return pieces;
    }

    /** What the decoder makes of the pieces; a fault with its detail behind a bar. */
    private List<String> events(List<byte[]> pieces, Reading reading) {
        Recorder recorder = new Recorder(reading.most);
        FrameWalker walker = new FrameWalker(allocator, recorder, reading.expectsPreface, reading.longest);
        int turn = 0;
        try {
            for (byte[] piece : pieces) {
                walk(walker, piece, turn++ % 3);
            }
            recorder.events.add(walker.isIncomplete() && recorder.wantsFrames() ? "incomplete" : "complete");
        } catch (ProtocolException e) {
            recorder.events.add(e.fault().label() + "|" + e.detail());
        } finally {
            walker.release();
        }
        assertThat(ledger.usedBytes()).isZero();
        return recorder.events;
    }

    /** As a slice, at an odd offset, or as it is. */
    private void walk(FrameWalker walker, byte[] piece, int kind) {
        int offset = kind == 2 ? 0 : 3;
        ByteBuf in = allocator.directBuffer(4 + piece.length);
        try {
            in.writeZero(offset).writeBytes(piece).skipBytes(offset);
            walker.walk(kind == 0 ? in.slice() : in);
        } finally {
            in.release();
        }
    }

    @Override
    public void close() {
        workers.close();
        allocator.close();
    }

    private static final class Recorder implements FrameWalker.Sink {
        final List<String> events = new ArrayList<>();
        private final int most;

        Recorder(int most) {
            this.most = most;
        }

        @Override
        public void onPreface() {
            events.add("preface");
        }

        @Override
        public void onFrame(ByteBuf buffer, int header, long word0, long word1) {
            byte[] body = new byte[FrameHeader.length(word0)];
            buffer.getBytes(header + FrameHeader.BYTES, body);
            int stream = FrameHeader.stream(word1);
            ModelFrame frame = new ModelFrame(
                    body.length,
                    FrameHeader.type(word0),
                    0,
                    0,
                    FrameHeader.aux16(word0),
                    FrameHeader.generation(stream),
                    FrameHeader.slot(stream),
                    FrameHeader.aux32(word1) & 0xffff_ffffL,
                    body);
            events.add(frame + " body " + Arrays.hashCode(body));
        }

        @Override
        public void onSkipped() {
            events.add("skipped");
        }

        @Override
        public boolean wantsFrames() {
            return events.size() < most;
        }
    }
}
