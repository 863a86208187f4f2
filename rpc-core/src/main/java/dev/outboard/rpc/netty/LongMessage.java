package dev.outboard.rpc.netty;

import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameRules;
import dev.outboard.rpc.frame.FrameType;
import io.netty.buffer.ByteBuf;

/** A message of several frames on its way out. Belongs to the event loop. */
final class LongMessage {
    /** Behind the header of each frame; small, so that others do not wait long for their turn. */
    private static final int PART_BYTES = 32 << 10;

    private final ByteBuf message;
    private final int lengthBytes;
    private final long word0;
    private final long word1;
    private final Owner owner;
    private int written;
    private boolean over;

    /** Whose message it is. */
    interface Owner {
        /** Whether the rest is still wanted. */
        boolean wantsRest();

        /**
         * It is over.
         *
         * @param unsentBytes 0 where all of it is sent; else what is left, which was not wanted
         */
        void longMessageEnded(Outbound out, int unsentBytes);

        /** The connection is closed in the middle of it: gives up what waits for its end. */
        default void longMessageDiscarded() {}
    }

    /** <em>Consumes</em> the message, which has 16 bytes for a header in front. */
    LongMessage(ByteBuf message, long word0, long word1, Owner owner) {
        this.message = message;
        this.lengthBytes = message.readableBytes();
        this.word0 = word0;
        this.word1 = word1;
        this.owner = owner;
    }

    int lengthBytes() {
        return lengthBytes;
    }

    boolean isOver() {
        return over;
    }

    /** Writes a frame; returns its bytes. */
    int writePart(Outbound out) {
        if (!owner.wantsRest()) {
            over = true;
            return 0;
        }
        int left = lengthBytes - FrameHeader.BYTES - written;
        int bytes = Math.min(left, Math.min(PART_BYTES, out.maxFrameBytes()));
        int flags = bytes < left ? FrameRules.MORE : 0;
        int header = out.begin();
        if (written == 0) {
            out.commit(header, header + FrameHeader.BYTES, word0 | FrameHeader.word0(bytes, 0, 0, flags, 0), word1);
        } else {
            out.commit(
                    header,
                    header + FrameHeader.BYTES,
                    FrameHeader.word0(bytes, FrameType.PART, FrameHeader.type(word0), flags, 0),
                    FrameHeader.word1(FrameHeader.stream(word1), 0));
        }
        out.appendPart(message.retainedSlice(FrameHeader.BYTES + written, bytes));
        written += bytes;
        over = bytes == left;
        return FrameHeader.BYTES + bytes;
    }

    /** After the last part. */
    void end(Outbound out) {
        message.release();
        owner.longMessageEnded(out, lengthBytes - FrameHeader.BYTES - written);
    }

    /** Gives it up; the connection is closed. */
    void release() {
        message.release();
        owner.longMessageDiscarded();
    }
}
