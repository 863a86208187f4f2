package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that somebody drops without releasing them: the net under everything else. */
abstract class LostFrameRows extends CodecRows {
    private static final int DROPPED = 100;

    private final List<Optional<Throwable>> sites = Collections.synchronizedList(new ArrayList<>());
    private final FrameAllocator sampled = allocator(1);

    LostFrameRows(CodecProvider codec) {
        super(codec);
        LeakScope.required().expectLostFrames(ledger);
    }

    @Test
    void droppedFrame_isInTheRecording() throws IOException {
        Path file = Files.createTempFile("leak", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("dev.outboard.LeaseLeak");
            recording.start();
            drop(1, 5_000);
            Collected.await("it is found", () -> ledger.lostFrames() == 1);
            recording.stop();
            recording.dump(file);
            assertThat(RecordingFile.readAllEvents(file)).singleElement().satisfies(event -> {
                assertThat(event.getLong("frameBytes")).isGreaterThanOrEqualTo(5_000);
                assertThat(event.getLong("lostFrames")).isEqualTo(1);
                assertThat(event.getString("memory")).isEqualTo(sampled.source().name());
                assertThat(event.getString("site")).contains(LostFrameRows.class.getName() + ".drop(");
            });
        } finally {
            Files.delete(file);
        }
        sampled.close();
    }

    /** From many to a slab to a slab each, and past the pooled sizes. */
    @ParameterizedTest
    @ValueSource(ints = {100, 5_000, 100_000, 1_000_000, 3_000_000, 5_000_000})
    void droppedFrames_areFoundCountedAndBookedOff(int bytes) {
        int dropped = bytes > 200_000 ? 10 : DROPPED;
        drop(dropped, bytes);
        assertThat(ledger.usedBytes()).isPositive();
        Collected.await(dropped + " frames are found", () -> ledger.lostFrames() == dropped);
        assertThat(ledger.usedBytes()).isZero();
        sampled.close();
        Collected.await("their slabs are back", () -> ledger.reservedBytes() == 0);
        assertThat(ledger.lostFrames()).isEqualTo(dropped);
    }

    @Test
    void droppedFrames_areNamed() {
        drop(DROPPED, 100);
        Collected.await("all are reported", () -> ledger.lostFrames() == DROPPED);
        assertThat(sites)
                .hasSize(DROPPED)
                .allSatisfy(site -> assertThat(site)
                        .hasValueSatisfying(s -> assertThat(s.getStackTrace())
                                .anyMatch(place -> place.getClassName().equals(LostFrameRows.class.getName())
                                        && place.getMethodName().equals("drop"))));
        sampled.close();
    }

    @Test
    void droppedFrames_ofAThreadWithListsOfItsOwn_areFound() throws InterruptedException {
        Thread thread = new FastThreadLocalThread(() -> {
            // Reused handles are the ones that a list may still have a hold on.
            List<ByteBuf> held = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                held.add(sampled.buffer(100));
            }
            held.forEach(ByteBuf::release);
            held.clear();
            drop(DROPPED, 100);
            Collected.await("all are found while their thread lives", () -> ledger.lostFrames() == DROPPED);
        });
        thread.start();
        thread.join();
        assertThat(ledger.lostFrames()).isEqualTo(DROPPED);
        assertThat(ledger.usedBytes()).isZero();
        sampled.close();
    }

    @Test
    void droppedFrames_leaveTheirMemoryToOthers() {
        drop(DROPPED, 100);
        Collected.await("all are found", () -> ledger.lostFrames() == DROPPED);
        long reserved = ledger.reservedBytes();
        List<ByteBuf> reusing = new ArrayList<>();
        for (int i = 0; i < DROPPED; i++) {
            reusing.add(sampled.buffer(100));
        }
        assertThat(ledger.reservedBytes()).isEqualTo(reserved);
        reusing.forEach(ByteBuf::release);
        assertThat(ledger.lostFrames()).isEqualTo(DROPPED);
        sampled.close();
    }

    @Test
    void droppedFrame_thatHadMoved_isBookedOffAtItsSize() {
        dropMoved();
        Collected.await("it is found", () -> ledger.lostFrames() == 1);
        assertThat(ledger.usedBytes()).isZero();
        sampled.close();
        Collected.await("both slabs are back", () -> ledger.reservedBytes() == 0);
    }

    @Test
    void droppedFrame_withALivingSlice_isNotLost() {
        ByteBuf slice = sampled.buffer(100).writeInt(42).slice(0, 4);
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        assertThat(ledger.lostFrames()).isZero();
        assertThat(slice.getInt(0)).isEqualTo(42);
        assertThat(slice.release()).isTrue();
        sampled.close();
    }

    @Test
    void releasedFrames_areNeverReportedLost() {
        for (int i = 0; i < 10_000; i++) {
            sampled.buffer(100 + i).release();
        }
        sampled.close();
        Collected.await("every slab is back", () -> ledger.reservedBytes() == 0);
        assertThat(ledger.lostFrames()).isZero();
        assertThat(sites).isEmpty();
    }

    private FrameAllocator allocator(int siteSampling) {
        FrameAllocator.Options options =
                new FrameAllocator.Options(siteSampling, (bytes, site) -> sites.add(Optional.ofNullable(site)));
        return new FrameAllocator(codec.memorySource(), ledger, options);
    }

    private void drop(int count, int bytes) {
        for (int i = 0; i < count; i++) {
            sampled.buffer(bytes).writeInt(i);
        }
    }

    private void dropMoved() {
        sampled.buffer(100).capacity(70_000);
    }
}
