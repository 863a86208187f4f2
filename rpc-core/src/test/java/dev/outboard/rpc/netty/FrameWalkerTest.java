package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.ProtocolException;
import dev.outboard.rpc.hostile.RawPeer;
import dev.outboard.testing.Seed;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the bytes are cut, the events are the same; and what is kept meanwhile is no more than what came. */
final class FrameWalkerTest {
    private static final int MAX_LENGTH = 2000;
    private static final int TYPE_TO_SKIP = 0x8a;

    private final MemoryLedger ledger = MemoryLedger.unbounded();
    private final FrameAllocator allocator = Codecs.load("safe").newAllocator(ledger);

    @AfterEach
    void close() {
        allocator.close();
        assertThat(ledger.usedBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "too long", "unknown", "bad preface", "cut off"})
    void events_doNotDependOnTheCuts(String end) {
        Seed seed = Seed.fresh();
        SplittableRandom random = seed.random();
        for (int round = 0; round < 50; round++) {
            byte[] input = input(random, end);
            List<String> whole = walk(input, List.of(input.length));
            assertThat(walk(input, bytewise(input.length))).as(seed.toString()).isEqualTo(whole);
            for (int i = 0; i < 20; i++) {
                List<Integer> cuts = cuts(random, input.length);
                assertThat(walk(input, cuts)).as("%s %s", seed, cuts).isEqualTo(whole);
            }
        }
    }

    @Test
    void everySingleCut_givesTheSameEvents() {
        byte[] input = input(Seed.of(7).random(), "");
        List<String> whole = walk(input, List.of(input.length));
        assertThat(whole).hasSizeGreaterThan(5).contains("preface");
        for (int cut = 1; cut < input.length; cut++) {
            assertThat(walk(input, List.of(cut, input.length - cut)))
                    .as("cut at %d", cut)
                    .isEqualTo(whole);
        }
    }

    @Test
    void claimedLength_takesNoMemory() {
        Recorder recorder = new Recorder();
        FrameWalker walker = new FrameWalker(allocator, recorder, false, FrameHeader.MAX_LENGTH);
        byte[] header = RawPeer.frame(FrameType.REQUEST, 1, 1, 0, new byte[0]);
        header[0] = header[1] = header[2] = (byte) 0xff;
        ByteBuf in = allocator.directBuffer(16).writeBytes(header);
        walker.walk(in);
        in.release();
        assertThat(walker.isIncomplete()).isTrue();
        assertThat(ledger.usedBytes()).isLessThanOrEqualTo(256);
        walker.release();
    }

    @Test
    void sinkThatWantsNoMore_getsNoMore() {
        Recorder recorder = new Recorder();
        recorder.limit = 2;
        FrameWalker walker = new FrameWalker(allocator, recorder, false, MAX_LENGTH);
        ByteBuf in = allocator.directBuffer();
        for (int i = 0; i < 5; i++) {
            in.writeBytes(RawPeer.frame(FrameType.PING, 0, 0, 0, new byte[8]));
        }
        walker.walk(in);
        in.release();
        assertThat(recorder.events).hasSize(2);
        assertThat(walker.isIncomplete()).isFalse();
    }

    private List<String> walk(byte[] input, List<Integer> lengths) {
        Recorder recorder = new Recorder();
        FrameWalker walker = new FrameWalker(allocator, recorder, true, MAX_LENGTH);
        int from = 0;
        try {
            for (int length : lengths) {
                // An odd offset, for the sake of whoever reads words.
                ByteBuf in = allocator.directBuffer().writeZero(3).skipBytes(3).writeBytes(input, from, length);
                try {
                    walker.walk(in);
                } finally {
                    in.release();
                }
                from += length;
            }
            recorder.events.add(walker.isIncomplete() ? "incomplete" : "complete");
        } catch (ProtocolException e) {
            recorder.events.add(e.fault() + " " + e.detail());
        } finally {
            walker.release();
        }
        return recorder.events;
    }

    private static byte[] input(SplittableRandom random, String end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] preface = RawPeer.preface();
        if (end.equals("bad preface")) {
            preface[random.nextInt(8)]++;
        }
        out.writeBytes(preface);
        for (int i = 0; i < 6; i++) {
            byte[] body = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(300)];
            random.nextBytes(body);
            int type = random.nextInt(4) == 0 ? TYPE_TO_SKIP : FrameType.REQUEST;
            out.writeBytes(RawPeer.frame(type, 1 + random.nextInt(9), 1 + random.nextInt(99), i, body));
        }
        switch (end) {
            case "too long" -> out.writeBytes(RawPeer.frame(FrameType.REQUEST, 1, 1, 0, new byte[MAX_LENGTH + 1]));
            case "unknown" -> out.writeBytes(RawPeer.frame(0x0a, 1, 1, 0, new byte[40]));
            case "cut off" -> out.write(RawPeer.frame(FrameType.REQUEST, 1, 1, 0, new byte[40]), 0, 30);
            default -> {
                // nothing wrong with it
            }
        }
        return out.toByteArray();
    }

    private static List<Integer> bytewise(int length) {
        return new ArrayList<>(Collections.nCopies(length, 1));
    }

    private static List<Integer> cuts(SplittableRandom random, int length) {
        List<Integer> lengths = new ArrayList<>();
        for (int left = length; left > 0; ) {
            int next = Math.min(left, 1 + random.nextInt(random.nextBoolean() ? 20 : 700));
            lengths.add(next);
            left -= next;
        }
        return lengths;
    }

    private static final class Recorder implements FrameWalker.Sink {
        final List<String> events = new ArrayList<>();
        int limit = Integer.MAX_VALUE;

        @Override
        public void onPreface() {
            events.add("preface");
        }

        @Override
        public void onFrame(ByteBuf buffer, int header, long word0, long word1) {
            byte[] body = new byte[FrameHeader.length(word0)];
            buffer.getBytes(header + FrameHeader.BYTES, body);
            events.add(String.format("%016x %016x %d", word0, word1, Arrays.hashCode(body)));
        }

        @Override
        public void onSkipped() {
            events.add("skipped");
        }

        @Override
        public boolean wantsFrames() {
            return events.size() < limit;
        }
    }
}
