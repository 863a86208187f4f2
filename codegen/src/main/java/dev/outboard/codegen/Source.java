package dev.outboard.codegen;

/** Java source text in the making: lines, indented by their blocks. */
final class Source {
    private static final String INDENT = "    ";

    private final StringBuilder text = new StringBuilder();
    private int depth;

    /** A line, or none where it is empty but for the break. */
    Source line(String line) {
        if (!line.isEmpty()) {
            text.append(INDENT.repeat(depth)).append(line);
        }
        text.append('\n');
        return this;
    }

    /** A line from a format. */
    Source line(String format, Object... arguments) {
        return line(String.format(format, arguments));
    }

    /** A blank line. */
    Source blank() {
        text.append('\n');
        return this;
    }

    /** A line that opens a block. */
    Source open(String format, Object... arguments) {
        line(format + " {", arguments);
        depth++;
        return this;
    }

    /** Closes a block and opens another in its place: {@code } else {}. */
    Source next(String line) {
        depth--;
        line("} " + line + " {");
        depth++;
        return this;
    }

    /** Closes a block. */
    Source close() {
        depth--;
        return line("}");
    }

    /** A constant, a method or another member: set off from the one before by a blank line. */
    Source member() {
        return blank();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
