package dev.outboard.rpc.netty;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.codec.WireWriter;
import dev.outboard.codec.spi.FrameWriter;
import dev.outboard.rpc.Compression;
import dev.outboard.rpc.Metadata;
import dev.outboard.rpc.StatusDetail;
import dev.outboard.rpc.frame.Extension;
import dev.outboard.rpc.frame.FailureText;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.StatusWord;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The RESPONSE of one call, reused with it. On the event loop it is written straight into the connection's open frame;
 * elsewhere into a frame of its own, which goes through the outbound queue. Used by the thread that ends the call, then
 * by the loop.
 */
final class Reply {
    private static final int FIRST_BYTES = 256;
    private static final int MOST_HINT_BYTES = 64 << 10;

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
    private Metadata metadata = Metadata.EMPTY;
    /** What the user asked for; null for nothing. */
    private @Nullable Compression compression;
    /** Bytes between header and body. */
    private int extensionBytes;

    private int sentBytes;
    /** Bytes behind the header of a sealed reply. */
    private int length;

    Reply(LoopContext loop, Outbound out) {
        this.loop = loop;
        this.out = out;
    }

    /** Has metadata go beside the body, which must not have been begun. */
    void metadata(Metadata newMetadata) {
        if (writer != null) {
            throw new IllegalStateException("metadata: behind the reply's first byte (expected: before)");
        }
        metadata = newMetadata;
        extensionBytes = Extension.bytes(newMetadata);
    }

    /** Has the body be compressed like this, and not like the server's others. */
    void compression(Compression asked) {
        compression = asked;
    }

    /** Whether something of the body may have been written. */
    boolean isBegun() {
        return writer != null;
    }

    boolean hasMetadata() {
        return extensionBytes != 0;
    }

    /** The writer of the body; begins one if there is none. */
    WireWriter writer(boolean mayBeInPlace) {
        FrameWriter known = writer;
        return known != null ? known : open(mayBeInPlace);
    }

    /** Sees to a frame for the metadata, where there is no body; without memory for one, there is no metadata either. */
    void openForMetadata(boolean mayBeInPlace) {
        try {
            writer(mayBeInPlace);
        } catch (FrameBudgetException e) {
            drop();
        }
    }

    /** Bytes behind the header so far. */
    int frameBytes() {
        FrameWriter known = writer;
        return extensionBytes + (known == null ? 0 : known.position());
    }

    /** Puts a failure in the place of what was written; nothing where there is no memory for it. */
    void replaceByFailure(String text, List<StatusDetail> details, boolean mayBeInPlace) {
        try {
            WireWriter body = writer(mayBeInPlace);
            body.truncate(0);
            FailureText.write(body, text, details);
        } catch (FrameBudgetException e) {
            // The status goes out without it: a frame for the header alone is all that is needed.
            drop();
        }
    }

    /** Completes the frame. In place, it is sent with that. */
    void seal(int stream, int statusWord, int times) {
        FrameWriter known = writer;
        Compression with = known == null ? Compression.NONE : compression(known.position(), statusWord);
        if (known != null
                && inPlace
                && (with != Compression.NONE || extensionBytes + known.position() > out.maxFrameBytes())) {
            spill(); // first of all: without memory for it, everything is as it was
        }
        writer = null;
        word1 = FrameHeader.word1(stream, times);
        sentBytes = known == null ? 0 : known.position();
        if (known == null) {
            word0 = FrameHeader.word0(0, FrameType.RESPONSE, statusWord);
            length = 0;
            return;
        }
        int end = known.detach();
        word0 = FrameHeader.word0(0, FrameType.RESPONSE, statusWord);
        length = end - header - FrameHeader.BYTES;
        if (extensionBytes != 0) {
            sealExtension(known);
        }
        loop.writers.give(known);
        if (with != Compression.NONE) {
            pack(with, end);
            return;
        }
        if (inPlace) {
            inPlace = false;
            written = true;
            out.unclaim();
            out.commit(header, end, word0 | FrameHeader.word0(length, 0, 0), word1);
            return;
        }
        frame().setIndex(0, end);
        // Follows growth at once, but not that of long ones, and shrinks by an eighth.
        hint = Math.max(FIRST_BYTES, Math.max(Math.min(end, MOST_HINT_BYTES), hint - (hint >>> 3)));
    }

    /** How the body is to be sent; failures go as they are. */
    private Compression compression(int bytes, int statusWord) {
        return statusWord != StatusWord.OK || bytes < loop.packing.leastBytes()
                ? Compression.NONE
                : out.compression(compression);
    }

    private void pack(Compression with, int end) {
        ByteBuf own = frame().setIndex(0, end);
        frame = null; // it is consumed, also where this throws
        ByteBuf packed = loop.packing.pack(loop, own, extensionBytes, with);
        frame = packed;
        length = packed.readableBytes() - FrameHeader.BYTES;
        sentBytes = length - extensionBytes;
        word0 |= FrameHeader.word0(0, 0, 0, Packing.flags(packed), 0);
    }

    private void sealExtension(FrameWriter free) {
        free.attach(inPlace ? out.frame() : frame(), header + FrameHeader.BYTES);
        Extension.write(free, metadata);
        free.detach();
        word0 |= FrameHeader.word0(0, 0, 0, 0, Extension.lengthField(extensionBytes));
    }

    /** Moves a body that is being written out of the open frame, which others need now. On the event loop. */
    void spill() {
        FrameWriter moving = writer;
        if (moving == null || !inPlace) {
            return;
        }
        int bytes = moving.position();
        ByteBuf own = allocate(Math.max(hint, FrameHeader.BYTES + extensionBytes + bytes));
        loop.reader.attach(out.frame(), header + FrameHeader.BYTES + extensionBytes, bytes);
        moving.detach();
        moving.attach(own, FrameHeader.BYTES + extensionBytes);
        moving.writeRaw(loop.reader, 0, bytes);
        loop.reader.detach();
        out.unclaim();
        frame = own;
        header = 0;
        inPlace = false;
    }

    /** Bytes on the wire, of a sealed reply. */
    int lengthBytes() {
        return FrameHeader.BYTES + length;
    }

    /** Bytes of the body of the last reply that was sealed. */
    int sentBytes() {
        return sentBytes;
    }

    /** Whether a sealed reply takes several frames. */
    boolean isLong() {
        return length > out.maxFrameBytes();
    }

    /**
     * Sends a sealed reply, if sealing did not, and is ready for the next call, unless it is long: then it is when its owner has
     * heard so. On the event loop.
     */
    void send(LongMessage.Owner owner) {
        ByteBuf own = frame;
        frame = null;
        boolean sent = written;
        written = false;
        extensionBytes = 0;
        compression = null;
        if (own != null) {
            out.appendMessage(own, word0, word1, owner);
        } else if (!sent) {
            int at = out.begin();
            out.commit(at, at + FrameHeader.BYTES, word0, word1);
        }
    }

    /** Gives everything up, in whatever state. */
    void drop() {
        extensionBytes = 0;
        compression = null;
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
                taken.attach(out.frame(), header + FrameHeader.BYTES + extensionBytes);
            } else {
                header = 0;
                frame = allocate(hint);
                taken.attach(frame, FrameHeader.BYTES + extensionBytes);
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
        return loop.allocator.directBuffer(bytes, FrameHeader.BYTES + out.maxMessageBytes());
    }
}
