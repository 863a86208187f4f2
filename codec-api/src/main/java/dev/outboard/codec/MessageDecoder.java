package dev.outboard.codec;

import org.jspecify.annotations.Nullable;

/**
 * What generated decoders have in common. A decoder reads a message where it lies: {@code wrap} checks all of it and
 * notes its fields in one pass, the accessors read on demand. It <em>borrows</em> the reader and is valid as long as that:
 * inside the call that delivered it. After that its accessors throw {@link IllegalStateException}, unless the JVM runs
 * with {@code -Doutboard.codec.checks=false}, which removes the check; with {@code =trace} the exception's cause shows where
 * the message was released. {@code retain} makes a decoder that outlives the call. One thread at a time.
 *
 * <p>A decoder is made once and used for any number of messages, and so are the decoders of nested messages, which it
 * owns: what an accessor returned for one message shows the next one after the next {@code wrap}.
 */
public abstract class MessageDecoder {
    /** The property that says how uses of a message after its release are found: true, false, or trace. */
    static final String CHECKS = "outboard.codec.checks";
    /** Whether the place of each release is kept, for the message of what is used after it. */
    static final boolean TRACED = "trace".equalsIgnoreCase(System.getProperty(CHECKS));

    private static final boolean CHECKED = !"false".equalsIgnoreCase(System.getProperty(CHECKS));

    /** Never read before {@link #begin} has set it: without a reader no field is present. */
    private @Nullable WireReader reader;

    private int epoch;
    private final UnknownFields unknown = new UnknownFields();
    private @Nullable Utf8View text;
    /** The reference that this decoder owns, if it was made by {@code retain}. */
    private @Nullable Lease lease;
    /** The region that was wrapped; -1 for a nested message, which may be in several parts. */
    private int from = -1;

    private int length;

    /** For generated code. */
    protected MessageDecoder() {}

    /** Fields that the schema does not know. */
    public final UnknownFields unknownFields() {
        return unknown;
    }

    /** Starts a message without fields. For generated code. */
    public final void begin(WireReader in) {
        reader = in;
        epoch = in.epoch();
        from = -1;
        unknown.clear();
        clear();
    }

    /**
     * Reads one more part of this message, a nested one, behind its tag: of a group up to its end, or of a
     * length-delimited field. For generated code.
     */
    public final void nested(WireReader in, int tag) {
        if ((tag & 7) == Wire.START_GROUP) {
            in.enterGroup();
            index(in, tag >>> 3);
            in.leaveGroup();
        } else {
            int outer = in.enter();
            index(in, 0);
            in.leave(outer);
        }
    }

    /** Reads the element that {@code field} found at {@code i}; does nothing where it is the one that was read last. */
    public final void element(WireReader in, RepeatedField field, int i) {
        int from = field.seek(in, i);
        if (field.isLoaded(i)) {
            return;
        }
        begin(in);
        int position = in.position();
        int outer = in.narrow(from, from + field.length());
        in.trusted(true);
        index(in, 0);
        in.trusted(false);
        in.widen(outer);
        in.position(position);
    }

    /** Reads from the reader's start to its end. For the generated {@code wrap}. */
    protected final void whole(WireReader in) {
        region(in, 0, in.length());
    }

    /** Reads {@code length} bytes at {@code offset}. For the generated {@code wrap}. */
    protected final void region(WireReader in, int offset, int length) {
        in.checkRegion(offset, length);
        begin(in);
        int outer = in.narrow(offset, offset + length);
        try {
            index(in, 0);
        } finally {
            in.widen(outer);
        }
        checkRequired(in);
        from = offset;
        this.length = length;
    }

    /** Makes {@code target} a decoder of the same message that outlives the call. For the generated {@code retain}. */
    protected final void keep(MessageDecoder target) {
        WireReader in = reader();
        if (from < 0) {
            throw new IllegalStateException("retain: of a nested message (expected: of the one that was wrapped)");
        }
        Lease kept = in.retain();
        target.lease = kept;
        target.trusted(kept.reader(), from, length);
    }

    /**
     * Ends what {@code retain} began: the message's memory goes back, and this decoder throws from now on.
     *
     * @throws IllegalStateException for a decoder that was not made by {@code retain}, or was released before
     */
    public final void release() {
        Lease kept = lease;
        if (kept == null) {
            throw new IllegalStateException("decoder: owns no message (expected: one made by retain, once)");
        }
        lease = null;
        kept.close();
    }

    private void trusted(WireReader in, int offset, int bytes) {
        begin(in);
        int outer = in.narrow(offset, offset + bytes);
        in.trusted(true);
        index(in, 0);
        in.trusted(false);
        in.widen(outer);
        from = offset;
        length = bytes;
    }

    /** Notes a field that is not in the schema, or not with this wire type; false where it is the end of the group. */
    protected final boolean other(WireReader in, int tag, int group) {
        int tagOffset = in.tagOffset();
        if (in.skipUnlessEnd(tag, group)) {
            return false;
        }
        unknown.add(in, tagOffset);
        return true;
    }

    /** The reader, if it still shows the message that was wrapped. */
    protected final WireReader reader() {
        WireReader in = reader;
        if (in == null) {
            throw new IllegalStateException("decoder: has no message (expected: wrap called first)");
        }
        if (CHECKED && epoch != in.epoch()) {
            throw in.ended(epoch);
        }
        return in;
    }

    /** A view for the time of one call. */
    protected final Utf8View scratchView() {
        Utf8View view = text;
        if (view == null) {
            text = view = new Utf8View();
        }
        return view;
    }

    /** Fails where the message that was wrapped is gone. */
    protected final void check() {
        if (CHECKED) {
            reader();
        }
    }

    /** Forgets all fields. */
    protected abstract void clear();

    /** Reads fields up to the region's end, or to the end tag of the group {@code group}, if that is not 0. */
    protected abstract void index(WireReader in, int group);

    /** Fails where a required field is missing, here or in a nested message. */
    public void checkRequired(WireReader in) {}
}
