package dev.outboard.rpc.netty;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.codec.WireWriter;
import dev.outboard.codec.spi.FrameWriter;
import dev.outboard.rpc.frame.FailureText;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The RESPONSE of one call, reused with it. On the event loop it is written straight into the connection's open frame;
 * elsewhere into a frame of its own, which goes through the outbound queue. Used by the thread that ends the call, then
 * by the loop.
 */
final class Reply {
    private static final int FIRST_BYTES = 256;

    private final LoopContext loop;
    private final Outbound out;
    private @Nullable FrameWriter writer;
    private @Nullable ByteBuf frame;
    private int header;
    private boolean inPlace;
    private boolean written;
    private long word0;
    private long word1;
    private int hint = FIRST_BYTES;

    Reply(LoopContext loop, Outbound out) {
        this.loop = loop;
        this.out = out;
    }

    /** The writer of the body; begins one if there is none. */
    WireWriter writer(boolean mayBeInPlace) {
        FrameWriter known = writer;
        return known != null ? known : open(mayBeInPlace);
    }

    /** Bytes of the body so far. */
    int bodyBytes() {
        FrameWriter known = writer;
        return known == null ? 0 : known.position();
    }

    /** Puts a failure's text in the place of what was written; nothing where there is no memory for it. */
    void replaceByText(String text, boolean mayBeInPlace) {
        try {
            WireWriter body = writer(mayBeInPlace);
            body.truncate(0);
            FailureText.write(body, text);
        } catch (FrameBudgetException e) {
            // The status goes out without it: a frame for the header alone is all that is needed.
            drop();
        }
    }

    /** Completes the frame. In place, it is sent with that. */
    void seal(int stream, int statusWord) {
        FrameWriter known = writer;
        writer = null;
        word1 = FrameHeader.word1(stream, 0);
        if (known == null) {
            word0 = FrameHeader.word0(0, FrameType.RESPONSE, statusWord);
            return;
        }
        int end = known.detach();
        loop.writers.give(known);
        word0 = FrameHeader.word0(end - header - FrameHeader.BYTES, FrameType.RESPONSE, statusWord);
        if (inPlace) {
            inPlace = false;
            written = true;
            out.unclaim();
            out.commit(header, end, word0, word1);
            return;
        }
        ByteBuf own = frame();
        own.setLong(0, word0);
        own.setLong(Long.BYTES, word1);
        own.setIndex(0, end);
        // Follows growth at once and shrinks by an eighth.
        hint = Math.max(FIRST_BYTES, Math.max(end, hint - (hint >>> 3)));
    }

    /** Moves a body that is being written out of the open frame, which others need now. On the event loop. */
    void spill() {
        FrameWriter moving = writer;
        if (moving == null || !inPlace) {
            return;
        }
        int bytes = moving.position();
        ByteBuf own = allocate(Math.max(hint, FrameHeader.BYTES + bytes));
        loop.reader.attach(out.frame(), header + FrameHeader.BYTES, bytes);
        moving.detach();
        moving.attach(own, FrameHeader.BYTES);
        moving.writeRaw(loop.reader, 0, bytes);
        loop.reader.detach();
        out.unclaim();
        frame = own;
        header = 0;
        inPlace = false;
    }

    /** Bytes on the wire, of a sealed reply. */
    int lengthBytes() {
        return FrameHeader.BYTES + FrameHeader.length(word0);
    }

    /** Sends a sealed reply, if sealing did not, and is ready for the next call. On the event loop. */
    void send() {
        ByteBuf own = frame;
        frame = null;
        boolean sent = written;
        written = false;
        if (own != null) {
            out.appendOwned(own);
        } else if (!sent) {
            int at = out.begin();
            out.commit(at, at + FrameHeader.BYTES, word0, word1);
        }
    }

    /** Gives everything up, in whatever state. */
    void drop() {
        FrameWriter known = writer;
        writer = null;
        if (known != null) {
            known.detach();
            loop.writers.give(known);
        }
        if (inPlace) {
            inPlace = false;
            out.unclaim();
        }
        ByteBuf own = frame;
        frame = null;
        if (own != null) {
            own.release();
        }
    }

    private FrameWriter open(boolean mayBeInPlace) {
        FrameWriter taken = loop.writers.take();
        inPlace = mayBeInPlace && out.claim();
        try {
            if (inPlace) {
                header = out.begin();
                taken.attach(out.frame(), header + FrameHeader.BYTES);
            } else {
                header = 0;
                frame = allocate(hint);
                taken.attach(frame, FrameHeader.BYTES);
            }
        } catch (Throwable t) {
            loop.writers.give(taken);
            drop();
            throw t;
        }
        writer = taken;
        return taken;
    }

    private ByteBuf frame() {
        ByteBuf own = frame;
        if (own == null) {
            throw new IllegalStateException("reply: no frame (expected: one that was opened)");
        }
        return own;
    }

    private ByteBuf allocate(int bytes) {
        return loop.allocator.directBuffer(bytes, FrameHeader.BYTES + out.maxFrameBytes());
    }
}
