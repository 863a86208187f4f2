package dev.outboard.rpc.frame;

import dev.outboard.rpc.Method;
import dev.outboard.rpc.Shape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The body of a METHOD_DEF: shape (8 bits), reserved (8 bits, 0), length of the name (16 bits), the name, then entries
 * as in HELLO, of which version 1 defines none.
 */
public final class MethodDef {
    private static final int FIXED_BYTES = 4;

    private MethodDef() {}

    /** The body that defines {@code method}. */
    public static byte[] encode(Method method) {
        byte[] name = method.fullName().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(FIXED_BYTES + name.length)
                .put((byte) method.shape().number())
                .put((byte) 0)
                .putShort((short) name.length)
                .put(name)
                .array();
    }

    /**
     * Reads a definition.
     *
     * @throws ProtocolException where it is malformed
     */
    public static Method decode(byte[] body) {
        ByteBuffer in = ByteBuffer.wrap(body);
        if (in.remaining() < FIXED_BYTES) {
            throw bad("definition: " + body.length + " bytes (expected: " + FIXED_BYTES + " or more)");
        }
        int shape = in.get();
        int reserved = in.get();
        int length = in.getShort() & 0xffff;
        if (reserved != 0 || length > in.remaining()) {
            throw bad("definition: name of " + length + " bytes, reserved " + reserved + " (expected: at most "
                    + in.remaining() + ", 0)");
        }
        String name = new String(body, FIXED_BYTES, length, StandardCharsets.ISO_8859_1);
        if (!Method.isValidName(name)) {
            throw bad("name: " + length + " bytes (expected: service/method in 1 to 255 printable ASCII characters)");
        }
        Tlv.read(in.position(FIXED_BYTES + length), Fault.BAD_METHOD, (id, value) -> false);
        return of(shape, name);
    }

    private static Method of(int number, String name) {
        Shape shape = Shape.of(number);
        if (shape == null) {
            throw bad("shape: " + number + " (expected: 1 to " + Shape.values().length + ")");
        }
        return Method.of(name, shape);
    }

    private static ProtocolException bad(String detail) {
        return new ProtocolException(Fault.BAD_METHOD, detail);
    }
}
