package dev.outboard.rpc;

import dev.outboard.codec.WireWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Names and values that travel beside a request or a reply: at most 128 entries, 16,000 bytes in all. A key is 1 to 127
 * characters of a to z, 0 to 9, '-', '_' and '.'; a value is text without control characters, or bytes. Keys may come more
 * than once, and keep their order. Immutable.
 *
 * <p>The object is its encoding ({@code docs/wire-format.md}, "Metadata") and nothing else: sending it copies that, looking for
 * a key walks through it. Values may be secrets, so {@link #toString} shows keys only.
 */
public final class Metadata {
    /** The longest encoding, in bytes. */
    public static final int MAX_BYTES = 16_000;
    /** The most entries. */
    public static final int MAX_ENTRIES = 128;
    /** No entries. */
    public static final Metadata EMPTY = new Metadata(new byte[0]);

    private static final int MAX_KEY = 127;
    private static final int BINARY = 0x80;

    private final byte[] encoded;

    private Metadata(byte[] encoded) {
        this.encoded = encoded;
    }

    /** Starts without entries. */
    public static Builder builder() {
        return new Builder();
    }

    /** One entry of text. */
    public static Metadata of(String key, String value) {
        return builder().text(key, value).build();
    }

    /**
     * Reads an encoding, and checks all of it.
     *
     * @param encoded <em>consumed</em>: the caller does not change it any more
     * @throws IllegalArgumentException where it is not one
     */
    public static Metadata parse(byte[] encoded) {
        if (encoded.length == 0) {
            return EMPTY;
        }
        if (encoded.length > MAX_BYTES) {
            throw tooLong(encoded.length);
        }
        int entries = 0;
        for (int at = 0; at < encoded.length; at = checkEntry(encoded, at)) {
            if (++entries > MAX_ENTRIES) {
                throw tooMany();
            }
        }
        return new Metadata(encoded);
    }

    private static int checkEntry(byte[] encoded, int at) {
        int key = encoded[at] & MAX_KEY;
        int valueAt = at + 3 + key;
        if (valueAt > encoded.length) {
            throw new IllegalArgumentException("metadata: cut off (expected: key, value)");
        }
        int end = valueAt + length(encoded, valueAt - 2);
        if (end > encoded.length) {
            throw new IllegalArgumentException(
                    "metadata: cut off (expected: a value of " + (end - valueAt) + " bytes)");
        }
        checkKey(encoded, at + 1, key);
        if ((encoded[at] & BINARY) == 0) {
            checkText(encoded, valueAt, end);
        }
        return end;
    }

    private static void checkKey(byte[] encoded, int from, int length) {
        boolean good = length > 0;
        for (int i = from; i < from + length; i++) {
            int c = encoded[i];
            good &= c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.';
        }
        if (!good) {
            throw new IllegalArgumentException(
                    "metadata key: " + length + " bytes (expected: 1 to " + MAX_KEY + " of a-z 0-9 - _ .)");
        }
    }

    private static void checkText(byte[] encoded, int from, int end) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(encoded, from, end - from));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("metadata value: not UTF-8 (expected: text)", e);
        }
        for (int i = from; i < end; i++) {
            if (encoded[i] >= 0 && encoded[i] < ' ' || encoded[i] == 0x7f) {
                throw new IllegalArgumentException("metadata value: a control character (expected: text)");
            }
        }
    }

    /** The value of the first entry of that key; null where there is none, or its value is bytes. */
    public @Nullable String text(String key) {
        int at = find(key, 0);
        return at < 0 || (encoded[at] & BINARY) != 0 ? null : new String(valueAt(at), StandardCharsets.UTF_8);
    }

    /** The value of the first entry of that key, text as its UTF-8; null where there is none. The caller's own. */
    public byte @Nullable [] bytes(String key) {
        int at = find(key, 0);
        return at < 0 ? null : valueAt(at);
    }

    /** The values of all text entries of that key, in their order. */
    public List<String> texts(String key) {
        List<String> found = new ArrayList<>();
        for (int at = find(key, 0); at >= 0; at = find(key, next(at))) {
            if ((encoded[at] & BINARY) == 0) {
                found.add(new String(valueAt(at), StandardCharsets.UTF_8));
            }
        }
        return found;
    }

    /** The key of each entry, in their order. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (int at = 0; at < encoded.length; at = next(at)) {
            keys.add(keyAt(at));
        }
        return keys;
    }

    /** Whether there is no entry. */
    public boolean isEmpty() {
        return encoded.length == 0;
    }

    /** Bytes of the encoding. */
    public int encodedBytes() {
        return encoded.length;
    }

    /** The encoding; the caller's own. */
    public byte[] encode() {
        return encoded.clone();
    }

    /** Writes the encoding. */
    public void encode(WireWriter out) {
        out.writeRaw(encoded, 0, encoded.length);
    }

    /** Starts with these entries. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.out.writeBytes(encoded);
        builder.entries = keys().size();
        return builder;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Metadata that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return "Metadata" + keys();
    }

    /** Index of the first entry of the key from {@code from} on; -1 where there is none. */
    private int find(String key, int from) {
        for (int at = from; at < encoded.length; at = next(at)) {
            if (hasKey(at, key)) {
                return at;
            }
        }
        return -1;
    }

    private boolean hasKey(int at, String key) {
        int length = encoded[at] & MAX_KEY;
        if (length != key.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (encoded[at + 1 + i] != key.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int next(int at) {
        int value = at + 3 + (encoded[at] & MAX_KEY);
        return value + length(encoded, value - 2);
    }

    private String keyAt(int at) {
        return new String(encoded, at + 1, encoded[at] & MAX_KEY, StandardCharsets.US_ASCII);
    }

    private byte[] valueAt(int at) {
        return Arrays.copyOfRange(encoded, at + 3 + (encoded[at] & MAX_KEY), next(at));
    }

    private static int length(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    private static IllegalArgumentException tooLong(int bytes) {
        return new IllegalArgumentException("metadata: " + bytes + " bytes (expected: at most " + MAX_BYTES + ")");
    }

    private static IllegalArgumentException tooMany() {
        return new IllegalArgumentException("metadata: over " + MAX_ENTRIES + " entries (expected: at most that)");
    }

    /** Collects entries. Of one thread. */
    public static final class Builder {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int entries;

        private Builder() {}

        /** Adds text. */
        public Builder text(String key, String value) {
            return add(key, 0, value.getBytes(StandardCharsets.UTF_8));
        }

        /** Adds bytes; <em>borrows</em> them. */
        public Builder bytes(String key, byte[] value) {
            return add(key, BINARY, value);
        }

        private Builder add(String key, int kind, byte[] value) {
            Objects.requireNonNull(value, "value");
            byte[] name = key.getBytes(StandardCharsets.UTF_8);
            if (name.length > MAX_KEY) {
                throw new IllegalArgumentException(
                        "metadata key: " + name.length + " bytes (expected: at most " + MAX_KEY + ")");
            }
            int bytes = out.size() + 3 + name.length + value.length;
            if (bytes > MAX_BYTES) {
                throw tooLong(bytes);
            }
            if (entries == MAX_ENTRIES) {
                throw tooMany();
            }
            byte[] entry = new byte[3 + name.length + value.length];
            ByteBuffer.wrap(entry)
                    .put((byte) (kind | name.length))
                    .put(name)
                    .putShort((short) value.length)
                    .put(value);
            checkEntry(entry, 0);
            out.writeBytes(entry);
            entries++;
            return this;
        }

        /** What was collected. */
        public Metadata build() {
            return out.size() == 0 ? EMPTY : new Metadata(out.toByteArray());
        }
    }
}
