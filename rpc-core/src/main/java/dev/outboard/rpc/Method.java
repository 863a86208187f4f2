package dev.outboard.rpc;

/**
 * A method's name and shape. Made once and kept in a constant; two methods are equal if name and shape are. Immutable.
 *
 * <p>The full name is {@code package.Service/Method}, 1 to 255 bytes of printable ASCII.
 */
public final class Method {
    private static final int MAX_NAME_BYTES = 255;

    private final String fullName;
    private final Shape shape;
    private final int hash;

    private Method(String fullName, Shape shape) {
        this.fullName = checkName(fullName);
        this.shape = shape;
        this.hash = 31 * fullName.hashCode() + shape.number();
    }

    /** A request and a reply, as in {@code outboard.im.v1.Chat/Publish}. */
    public static Method unary(String fullName) {
        return new Method(fullName, Shape.UNARY);
    }

    /** A message to the server without a reply. */
    public static Method oneWay(String fullName) {
        return new Method(fullName, Shape.ONE_WAY);
    }

    /** A message from the server without a reply. */
    public static Method push(String fullName) {
        return new Method(fullName, Shape.PUSH);
    }

    /** A request, then messages from the server. */
    public static Method serverStream(String fullName) {
        return new Method(fullName, Shape.SERVER_STREAM);
    }

    /** Messages to the server, then a reply. */
    public static Method clientStream(String fullName) {
        return new Method(fullName, Shape.CLIENT_STREAM);
    }

    /** Messages both ways. */
    public static Method bidiStream(String fullName) {
        return new Method(fullName, Shape.BIDI_STREAM);
    }

    /** A method of any shape. */
    public static Method of(String fullName, Shape shape) {
        return new Method(fullName, shape);
    }

    /** {@code package.Service/Method}. */
    public String fullName() {
        return fullName;
    }

    /** The part of the full name behind the slash. */
    public String name() {
        return fullName.substring(fullName.indexOf('/') + 1);
    }

    /** What is before the slash. */
    public String serviceName() {
        return fullName.substring(0, fullName.indexOf('/'));
    }

    /** What goes over the wire when the method is used. */
    public Shape shape() {
        return shape;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Method that && shape == that.shape && fullName.equals(that.fullName);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return shape + " " + fullName;
    }

    /** Whether {@code name} is {@code service/method} in 1 to 255 bytes of printable ASCII with exactly one slash. */
    public static boolean isValidName(String name) {
        int slash = name.indexOf('/');
        return slash > 0
                && slash < name.length() - 1
                && name.indexOf('/', slash + 1) < 0
                && name.length() <= MAX_NAME_BYTES
                && name.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static String checkName(String name) {
        if (!isValidName(name)) {
            throw new IllegalArgumentException(
                    "method: " + name + " (expected: package.Service/Method in 1 to 255 printable ASCII characters)");
        }
        return name;
    }
}
