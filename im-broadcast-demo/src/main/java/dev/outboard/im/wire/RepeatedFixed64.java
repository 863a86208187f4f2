package dev.outboard.im.wire;

import dev.outboard.codec.WireReader;

/**
 * The values of a {@code repeated fixed64} field, read where they lie. A parser has to take the packed and the unpacked
 * form, in any mixture and number of occurrences, so the values are a sequence of <em>runs</em>; every encoder that
 * packs makes one. Holds no memory that grows with the message: it notes the first run only, and finds the others
 * again by walking the tags. Reading in order is therefore linear in the message's length, whatever its form.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/#packed">Packed Repeated Fields</a>
 */
final class RepeatedFixed64 {
    private final int packedTag;
    private final int unpackedTag;

    @SuppressWarnings("NullAway.Init")
    private WireReader reader;

    private int count;
    private int firstOffset;
    private int firstCount;

    // The run that was read last: values [runStart, runStart + runCount), the first of them at runOffset.
    private int runStart;
    private int runCount;
    private int runOffset;

    RepeatedFixed64(int packedTag, int unpackedTag) {
        this.packedTag = packedTag;
        this.unpackedTag = unpackedTag;
    }

    void reset(WireReader reader) {
        this.reader = reader;
        count = 0;
        firstCount = 0;
        runCount = 0;
    }

    /** Notes the run behind a packed field's tag, which was read last. */
    void packed() {
        add(packedLength());
    }

    /** Notes the value behind an unpacked field's tag, which was read last. */
    void unpacked() {
        add(8);
    }

    int count() {
        return count;
    }

    long get(int i) {
        int inRun = i - runStart;
        if (inRun < 0 || inRun >= runCount) {
            seek(i);
            inRun = i - runStart;
        }
        return reader.fixed64At(runOffset + (inRun << 3));
    }

    private void add(int lengthBytes) {
        int at = reader.position();
        reader.skip(lengthBytes);
        if (firstCount == 0) {
            firstOffset = at;
            firstCount = lengthBytes >>> 3;
            rewind();
        }
        count += lengthBytes >>> 3;
    }

    private int packedLength() {
        int length = reader.readLength();
        if ((length & 7) != 0) {
            throw reader.malformed(
                    reader.position(), "packed fixed64: " + length + " bytes (expected: a multiple of 8)");
        }
        return length;
    }

    private void rewind() {
        runStart = 0;
        runCount = firstCount;
        runOffset = firstOffset;
    }

    private void seek(int i) {
        if (i < 0 || i >= count) {
            throw new IndexOutOfBoundsException("index: " + i + " (expected: 0 to " + (count - 1) + ")");
        }
        if (i < runStart) {
            rewind();
        }
        int position = reader.position();
        while (i - runStart >= runCount) {
            nextRun();
        }
        reader.position(position);
    }

    /** Moves to the run after this one; the pass that counted the values has seen that there is one. */
    private void nextRun() {
        reader.position(runOffset + (runCount << 3));
        for (int tag = reader.readTag(); ; tag = reader.readTag()) {
            if (tag == packedTag || tag == unpackedTag) {
                int length = tag == packedTag ? packedLength() : 8;
                runStart += runCount;
                runCount = length >>> 3;
                runOffset = reader.position();
                return;
            }
            reader.skipField(tag);
        }
    }
}
