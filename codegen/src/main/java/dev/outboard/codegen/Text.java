package dev.outboard.codegen;

import java.util.Locale;
import java.util.Set;

/** Words: from the names of {@code .proto} files to those of Java. */
final class Text {
    private static final Set<String> KEYWORDS = Set.of(
            "abstract",
            "assert",
            "boolean",
            "break",
            "byte",
            "case",
            "catch",
            "char",
            "class",
            "const",
            "continue",
            "default",
            "do",
            "double",
            "else",
            "enum",
            "extends",
            "false",
            "final",
            "finally",
            "float",
            "for",
            "goto",
            "if",
            "implements",
            "import",
            "instanceof",
            "int",
            "interface",
            "long",
            "native",
            "new",
            "null",
            "package",
            "private",
            "protected",
            "public",
            "return",
            "short",
            "static",
            "strictfp",
            "super",
            "switch",
            "synchronized",
            "this",
            "throw",
            "throws",
            "transient",
            "true",
            "try",
            "void",
            "volatile",
            "while",
            "_",
            "yield");

    private Text() {}

    static boolean isKeyword(String word) {
        return KEYWORDS.contains(word);
    }

    /** {@code group_id} to {@code groupId}: a letter behind anything but a letter or a digit becomes a capital. */
    static String camel(String name) {
        String pascal = pascal(name);
        if (pascal.isEmpty()) {
            return "_";
        }
        return identifier(pascal.substring(0, 1).toLowerCase(Locale.ROOT) + pascal.substring(1));
    }

    /** A name that does not begin with a digit. */
    static String identifier(String name) {
        return !name.isEmpty() && Character.isDigit(name.charAt(0)) ? "_" + name : name;
    }

    /** {@code group_id} to {@code GroupId}. A digit is followed by a capital, too, as protoc does it. */
    static String pascal(String name) {
        StringBuilder out = new StringBuilder();
        boolean capital = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= '0' && c <= '9') {
                out.append(c);
                capital = true;
            } else if (Character.isLetter(c)) {
                out.append(capital ? Character.toUpperCase(c) : c);
                capital = false;
            } else {
                capital = true;
            }
        }
        return out.toString();
    }

    /** {@code groupId} to {@code GroupId}. */
    static String capitalise(String camel) {
        return camel.substring(0, 1).toUpperCase(Locale.ROOT) + camel.substring(1);
    }

    /** {@code groupId} to {@code GROUP_ID}. */
    static String constant(String camel) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (Character.isUpperCase(c) && i > 0 && camel.charAt(i - 1) != '_') {
                out.append('_');
            }
            out.append(Character.toUpperCase(c));
        }
        return identifier(out.toString());
    }

    /** A Java string literal. */
    static String literal(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c > 0x7e) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
