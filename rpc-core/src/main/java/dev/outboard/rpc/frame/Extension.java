package dev.outboard.rpc.frame;

import dev.outboard.codec.WireWriter;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.Metadata;
import dev.outboard.rpc.TraceContext;

/**
 * The extension of a frame: entries between header and body, each an id (16 bits, bit 15 for "refuse me if you do not know
 * me"), a length (16 bits), a value, and zeros up to a multiple of 4 bytes. The header's field counts words of 4 bytes; 255
 * says that the first word is the count of those behind it.
 */
public final class Extension {
    /** Entry: {@link Metadata}. */
    public static final int METADATA = 1;
    /** Entry: a trace context, 28 bytes. */
    public static final int TRACE = 2;
    /** Entry: how often the call was tried before, 4 bytes. */
    public static final int ATTEMPT = 3;

    /** The longest extension. */
    public static final int MAX_BYTES = 16 << 10;
    /** Bytes before an entry's value. */
    public static final int ENTRY_BYTES = 4;
    /** Bytes of a trace context: the trace's id, the span's, flags. */
    public static final int TRACE_BYTES = 28;

    private static final int WORD = 4;
    private static final int LONG_FORM = 255;
    private static final byte[] ZEROS = new byte[WORD];

    private Extension() {}

    /** Bytes that the options add to a request; 0 for none. */
    public static int bytes(CallOptions options) {
        int entries = entryBytes(options.metadata());
        if (options.trace() != null) {
            entries += ENTRY_BYTES + TRACE_BYTES;
        }
        if (options.attempt() != 0) {
            entries += ENTRY_BYTES + WORD;
        }
        return total(entries);
    }

    /** Bytes that metadata adds to a reply; 0 for none. */
    public static int bytes(Metadata metadata) {
        return total(entryBytes(metadata));
    }

    /** What the header says of an extension of so many bytes. */
    public static int lengthField(int bytes) {
        return Math.min(LONG_FORM, bytes / WORD);
    }

    /** Writes a request's extension, as long as {@link #bytes(CallOptions)} says. */
    public static void write(WireWriter out, CallOptions options) {
        begin(out, bytes(options));
        write(out, options.metadata(), METADATA);
        TraceContext trace = options.trace();
        if (trace != null) {
            putInt(out, TRACE << 16 | TRACE_BYTES);
            putLong(out, trace.traceIdHigh());
            putLong(out, trace.traceIdLow());
            putLong(out, trace.parentId());
            putInt(out, trace.flags());
        }
        if (options.attempt() != 0) {
            putInt(out, ATTEMPT << 16 | WORD);
            putInt(out, options.attempt());
        }
    }

    /** Writes a reply's extension, as long as {@link #bytes(Metadata)} says. */
    public static void write(WireWriter out, Metadata metadata) {
        begin(out, bytes(metadata));
        write(out, metadata, METADATA);
    }

    /** Whether the first word of the extension is the number of those behind it. */
    public static boolean isLong(int lengthField) {
        return lengthField == LONG_FORM;
    }

    /**
     * Bytes of an extension, the long form's first word among them.
     *
     * @param firstWord behind the header; looked at in the long form only
     * @param length of the frame
     * @throws ProtocolException where it is longer than the frame, or than it may be, or the long form is not needed
     */
    public static int bytes(int lengthField, int firstWord, int length) {
        long bytes = isLong(lengthField) ? WORD + WORD * (firstWord & 0xffff_ffffL) : WORD * lengthField;
        int most = Math.min(length, MAX_BYTES);
        if (bytes > most || lengthField((int) bytes) != lengthField) {
            throw bad("extension: " + bytes + " bytes (expected: at most " + most + ", in the shorter form)");
        }
        return (int) bytes;
    }

    /** Where the first entry is, from the first byte on of an extension of so many bytes. */
    public static int firstEntry(int bytes) {
        return isLong(lengthField(bytes)) ? WORD : 0;
    }

    /**
     * Checks an entry's id and length.
     *
     * @param left bytes behind its first word, up to the extension's end
     * @return bytes of its value, the zeros behind it among them
     * @throws ProtocolException for one that is cut off, critical and unknown, or of a wrong length
     */
    public static int checkEntry(int id, int length, int left) {
        int padded = padded(length);
        if (padded > left) {
            throw bad("extension entry " + id + ": " + length + " bytes (expected: at most " + left + ")");
        }
        boolean good = switch (id) {
            case METADATA -> length <= Metadata.MAX_BYTES;
            case TRACE -> length == TRACE_BYTES;
            case ATTEMPT -> length == WORD;
            default -> (id & Tlv.CRITICAL_BIT) == 0;
        };
        if (!good) {
            throw bad("extension entry " + id + ": " + length + " bytes (expected: a known one, of its length)");
        }
        return padded;
    }

    private static int entryBytes(Metadata metadata) {
        return metadata.isEmpty() ? 0 : ENTRY_BYTES + padded(metadata.encodedBytes());
    }

    private static int padded(int length) {
        return length + WORD - 1 & -WORD;
    }

    private static int total(int entries) {
        return entries / WORD < LONG_FORM ? entries : WORD + entries;
    }

    private static void begin(WireWriter out, int bytes) {
        if (isLong(lengthField(bytes))) {
            putInt(out, bytes / WORD - 1);
        }
    }

    private static void write(WireWriter out, Metadata metadata, int id) {
        if (!metadata.isEmpty()) {
            int length = metadata.encodedBytes();
            putInt(out, id << 16 | length);
            metadata.encode(out);
            out.writeRaw(ZEROS, 0, padded(length) - length);
        }
    }

    private static void putInt(WireWriter out, int value) {
        out.writeFixed32(Integer.reverseBytes(value));
    }

    private static void putLong(WireWriter out, long value) {
        out.writeFixed64(Long.reverseBytes(value));
    }

    private static ProtocolException bad(String detail) {
        return new ProtocolException(Fault.BAD_FRAME, detail);
    }
}
