package dev.outboard.codegen;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the Java enum of an enum. */
final class EnumWriter {
    /** The variable beside the constants. */
    private static final String NUMBER = "number";
    /** Values per method: a switch over more might grow past what the JIT compiles. */
    private static final int MOST_CASES = 500;

    private final Source out;
    private final Comments comments;
    private final EnumDescriptor type;
    private final String name;
    private final List<EnumValueDescriptor> values = new ArrayList<>();
    private final List<EnumValueDescriptor> aliases = new ArrayList<>();
    private final Map<EnumValueDescriptor, String> names = new HashMap<>();

    EnumWriter(Source out, Comments comments, EnumDescriptor type) {
        this.out = out;
        this.comments = comments;
        this.type = type;
        this.name = TypeNames.enumeration(type);
        Set<Integer> numbers = new HashSet<>();
        for (EnumValueDescriptor value : type.getValues()) {
            (numbers.add(value.getNumber()) ? values : aliases).add(value);
        }
        nameConstants();
    }

    void write(String modifiers) {
        Comments.write(
                out,
                comments.of(type),
                "Enum {@code " + type.getFullName() + "}" + (type.isClosed() ? ", closed." : "."));
        if (type.getOptions().getDeprecated()) {
            out.line("@Deprecated");
        }
        Generator.annotate(out, type.getFile());
        out.open("%senum %s", modifiers, name);
        constants();
        aliasConstants();
        out.member();
        out.line("private final int number;");
        out.member();
        out.open("%s(int number)", name);
        out.line("this.number = number;");
        out.close();
        out.member();
        out.line("/** The number on the wire. */");
        out.open("public int number()");
        out.line("return number;");
        out.close();
        forNumber();
        out.member();
        out.line("/** Whether {@code number} has a name. */");
        out.open("public static boolean isKnown(int number)");
        out.line("return forNumber(number) != null;");
        out.close();
        out.close();
    }

    /** Those that Java takes as they are come first: none of them changes because of another one. */
    private void nameConstants() {
        Set<String> taken = new HashSet<>(List.of(NUMBER));
        for (EnumValueDescriptor value : type.getValues()) {
            if (!isRefused(value)) {
                names.put(value, value.getName());
                taken.add(value.getName());
            }
        }
        for (EnumValueDescriptor value : type.getValues()) {
            if (isRefused(value)) {
                String constant = value.getName() + "_";
                while (!taken.add(constant)) {
                    constant += "_";
                }
                names.put(value, constant);
            }
        }
    }

    private void constants() {
        for (int i = 0; i < values.size(); i++) {
            EnumValueDescriptor value = values.get(i);
            Comments.write(out, comments.of(value), "{@code " + value.getName() + " = " + value.getNumber() + "}");
            if (value.getOptions().getDeprecated()) {
                out.line("@Deprecated");
            }
            out.line("%s(%d)%s", constant(value), value.getNumber(), i < values.size() - 1 ? "," : ";");
        }
    }

    private void aliasConstants() {
        for (EnumValueDescriptor alias : aliases) {
            out.member();
            Comments.write(out, comments.of(alias), "Another name of {@link #" + first(alias) + "}.");
            if (alias.getOptions().getDeprecated()) {
                out.line("@Deprecated");
            }
            out.line("public static final %s %s = %s;", name, constant(alias), first(alias));
        }
    }

    private void forNumber() {
        int parts = (values.size() + MOST_CASES - 1) / MOST_CASES;
        for (int part = 0; part < parts; part++) {
            out.member();
            if (part == 0) {
                out.line("/** The constant with this number, or null. */");
            }
            out.open("%sstatic %s %s(int number)", part == 0 ? "public " : "private ", name, forNumber(part));
            out.open("switch (number)");
            int end = Math.min(values.size(), (part + 1) * MOST_CASES);
            for (EnumValueDescriptor value : values.subList(part * MOST_CASES, end)) {
                out.line("case %d:", value.getNumber());
                out.line("    return %s;", constant(value));
            }
            out.line("default:");
            out.line("    return %s;", part == parts - 1 ? "null" : forNumber(part + 1) + "(number)");
            out.close();
            out.close();
        }
    }

    private static String forNumber(int part) {
        return part == 0 ? "forNumber" : "forNumber" + part;
    }

    private String first(EnumValueDescriptor alias) {
        return constant(type.findValueByNumber(alias.getNumber()));
    }

    private String constant(EnumValueDescriptor value) {
        return names.getOrDefault(value, value.getName());
    }

    private static boolean isRefused(EnumValueDescriptor value) {
        return Text.isKeyword(value.getName()) || value.getName().equals(NUMBER);
    }
}
