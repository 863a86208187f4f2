package dev.outboard.rpc.frame;

/**
 * The 8 bytes that a client sends first. The high bit of the first one tells it from HTTP, HTTP/2 and TLS; the tail
 * shows mangling of line ends, as in PNG's signature.
 *
 * @see <a href="https://www.w3.org/TR/png-3/#5PNG-file-signature">PNG, file signature</a>
 */
public final class Preface {
    /** Its length. */
    public static final int BYTES = 8;
    /** Its bytes as a big-endian number. */
    public static final long VALUE = 0x89_4f_42_44_0d_0a_1a_0aL; // 0x89 O B D CR LF SUB LF

    private static final int TLS_HANDSHAKE_RECORD = 0x16;

    private Preface() {}

    /** The byte at {@code index}, 0 to 7, sign-extended. */
    public static byte byteAt(int index) {
        return (byte) (VALUE >>> (BYTES - 1 - index << 3));
    }

    /** The error for a byte that is not the preface's. Guesses what the peer speaks by the first one. */
    public static ProtocolException mismatch(int index, byte found) {
        String guess = index > 0
                ? ""
                : found == TLS_HANDSHAKE_RECORD
                        ? ", looks like TLS"
                        : found >= 'A' && found <= 'Z' ? ", looks like HTTP or other text" : "";
        return new ProtocolException(
                Fault.BAD_PREFACE,
                String.format("preface: byte %d is 0x%02x%s (expected: 0x%02x)", index, found, guess, byteAt(index)));
    }
}
