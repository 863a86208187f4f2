package dev.outboard.bench.codec;

/** What is timed. */
public enum Operation {
    ENCODE("encode", "encode", "from plain Java values, strings as String, to memory outside the heap"),
    DECODE("decode", "decode", "from memory outside the heap, every field touched, every string made a String"),
    DECODE_NO_STRINGS(
            "decodeNoStrings",
            "decode without Strings",
            "the same, of each string only length, first and last byte where it lies, or where the library has copied it;"
                    + " a library without such a mode has no figure");

    private final String method;
    private final String title;
    private final String definition;

    Operation(String method, String title, String definition) {
        this.method = method;
        this.title = title;
        this.definition = definition;
    }

    /** The benchmark's method. */
    String method() {
        return method;
    }

    String title() {
        return title;
    }

    String definition() {
        return definition;
    }
}
