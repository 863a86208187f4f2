package dev.outboard.codegen;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.ArrayList;
import java.util.List;

/** Writes the decoder of a message type: state, the pass that indexes, then the accessors. */
final class DecoderWriter {
    /** Fields per method: what many add up to must not grow past what the JIT compiles. */
    static final int CHUNK = 40;
    /** Up to so many fields are expected in their order before a switch is asked. */
    private static final int MOST_PREDICTED = 24;
    /**
     * A message of more fields has its pass all in one method, which then is too large for the JIT to inline: inlined
     * into a handler it would use up what the JIT inlines in all, and the handler's own writes would be calls.
     */
    private static final int MOST_INLINED = 4;

    private final Source out;
    private final Comments comments;
    private final Message message;
    private final String name;

    DecoderWriter(Source out, Comments comments, Descriptor type) {
        this.out = out;
        this.comments = comments;
        this.message = new Message(type);
        this.name = TypeNames.decoder(type);
    }

    void write(String modifiers) {
        Comments.write(
                out,
                comments.of(message.proto),
                "Reads a message {@code " + message.proto.getFullName() + "} where it lies.");
        if (message.proto.getOptions().getDeprecated()) {
            out.line("@Deprecated");
        }
        if (message.proto.getContainingType() == null) {
            Generator.annotate(out, message.proto.getFile());
            if (Deprecation.concerns(message.proto)) {
                out.line("@SuppressWarnings(\"deprecation\")");
            }
        }
        out.open("%sclass %s extends dev.outboard.codec.MessageDecoder", modifiers, name);
        constants();
        variables();
        wrap();
        for (OneofDescriptor oneof : message.oneofs) {
            caseAccessor(oneof);
        }
        for (Field field : message.fields) {
            new FieldReader(out, comments, message, field).accessors();
        }
        index();
        clear();
        required();
        if (!Required.has(message.proto)) {
            checkFields();
        }
        for (Descriptor nested : message.nested()) {
            out.member();
            new DecoderWriter(out, comments, nested).write("public static final ");
        }
        out.close();
    }

    private void constants() {
        for (Field field : message.fields) {
            out.line(
                    "private static final int %s = %d << 3 | Wire.%s;",
                    field.constant, field.proto.getNumber(), field.wireType());
            if (field.isPackable()) {
                out.line(
                        "private static final int %s_PACKED = %d << 3 | Wire.LENGTH_DELIMITED;",
                        field.constant, field.proto.getNumber());
            }
        }
        for (Field field : message.fields) {
            if (field.isBytes() && field.hasDefault()) {
                out.line(
                        "private static final byte[] %s_DEFAULT = %s.getBytes(java.nio.charset.StandardCharsets.%s);",
                        field.constant, field.defaultExpression(), field.isString() ? "UTF_8" : "ISO_8859_1");
            }
        }
    }

    private void variables() {
        if (!message.fields.isEmpty()) {
            out.blank();
        }
        for (int i = 0; i < message.presenceWords; i++) {
            out.line("private int has%d_;", i);
        }
        for (OneofDescriptor oneof : message.oneofs) {
            out.line("private int %s;", message.caseVariable(oneof));
        }
        for (Field field : message.fields) {
            new FieldReader(out, comments, message, field).variables();
        }
    }

    private void wrap() {
        out.member();
        Comments.write(
                out,
                List.of(),
                "Reads from the reader's start to its end. <em>Borrows</em> the reader.",
                "",
                "@throws dev.outboard.codec.MalformedMessageException where the bytes are no such message");
        out.open("public %s wrap(WireReader in)", name);
        out.line("whole(in);");
        out.line("return this;");
        out.close();
        out.member();
        Comments.write(
                out,
                List.of(),
                "Reads {@code length} bytes at {@code offset} of the reader's region. <em>Borrows</em> the reader.",
                "",
                "@throws dev.outboard.codec.MalformedMessageException where the bytes are no such message");
        out.open("public %s wrap(WireReader in, int offset, int length)", name);
        out.line("region(in, offset, length);");
        out.line("return this;");
        out.close();
        out.member();
        Comments.write(
                out,
                List.of(),
                "Keeps the message that was wrapped beyond the call that delivered it. <em>Returns owned</em>: a decoder of its own,",
                "which {@code release} ends. Allocates that decoder, no memory for the message.");
        out.open("public %s retain()", name);
        out.line("%1$s kept = new %1$s();", name);
        out.line("keep(kept);");
        out.line("return kept;");
        out.close();
    }

    private void caseAccessor(OneofDescriptor oneof) {
        out.member();
        out.line("/** Number of the field of {@code %s} that is set, or 0. */", oneof.getName());
        out.open("public int %s()", message.caseName(oneof));
        out.line("check();");
        out.line("return %s;", message.caseVariable(oneof));
        out.close();
    }

    private void index() {
        List<Field> fields = message.fields;
        out.member();
        out.line("@Override");
        out.open("protected void index(WireReader in, int group)");
        if (fields.size() <= MOST_PREDICTED) {
            // Encoders write in the order of the numbers: what follows is known before it is read.
            fields.forEach(this::predicted);
        }
        boolean inPlace = fields.size() > MOST_INLINED && fields.size() <= CHUNK;
        out.open("for (int tag = in.readTag(); tag != 0; tag = in.readTag())");
        if (inPlace) {
            out.open("switch (tag)");
            fields.forEach(this::cases);
            out.line("default -> {");
            out.line("    if (!other(in, tag, group)) {");
            out.line("        return;");
            out.line("    }");
            out.line("}");
            out.close();
        } else {
            out.open("if (!indexMore(in, tag, group))");
            out.line("return;");
            out.close();
        }
        out.close();
        out.line("in.checkNotInGroup(group);");
        out.close();
        if (!inPlace) {
            indexMore(fields);
        }
        for (Field field : fields) {
            new FieldReader(out, comments, message, field).indexMethod();
        }
    }

    private void predicted(Field field) {
        FieldReader reader = new FieldReader(out, comments, message, field);
        if (reader.isVarint()) {
            out.open("if (in.nextVarint(%s))", field.constant);
            reader.takeVarint();
        } else {
            boolean packed = field.isPacked();
            out.open(
                    "%s (in.nextIs(%s))",
                    field.isRepeated() && !packed ? "while" : "if", field.constant + (packed ? "_PACKED" : ""));
            reader.takePredicted(packed);
        }
        out.close();
    }

    private void indexMore(List<Field> fields) {
        int parts = Math.max(1, (fields.size() + CHUNK - 1) / CHUNK);
        for (int part = 0; part < parts; part++) {
            List<Field> some = fields.subList(part * CHUNK, Math.min(fields.size(), (part + 1) * CHUNK));
            out.member();
            out.open("private boolean %s(WireReader in, int tag, int group)", part("indexMore", part));
            if (part < parts - 1) {
                int last = some.get(some.size() - 1).proto.getNumber();
                out.open("if (tag >>> 3 > %d)", last);
                out.line("return %s(in, tag, group);", part("indexMore", part + 1));
                out.close();
            }
            if (some.isEmpty()) {
                out.line("return other(in, tag, group);");
                out.close();
                break;
            }
            out.open("switch (tag)");
            for (Field field : some) {
                cases(field);
            }
            out.line("default -> {");
            out.line("    return other(in, tag, group);");
            out.line("}");
            out.close();
            out.line("return true;");
            out.close();
        }
    }

    private void cases(Field field) {
        FieldReader reader = new FieldReader(out, comments, message, field);
        out.open("case %s ->", field.constant);
        reader.take(false);
        out.close();
        if (field.isPackable()) {
            out.open("case %s_PACKED ->", field.constant);
            reader.take(true);
            out.close();
        }
    }

    private void clear() {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < message.presenceWords; i++) {
            statements.add("has" + i + "_ = 0;");
        }
        for (OneofDescriptor oneof : message.oneofs) {
            statements.add(message.caseVariable(oneof) + " = 0;");
        }
        if (message.isMapEntry() && message.fields.stream().anyMatch(Field::isClosedEnum)) {
            statements.add("foreign_ = false;");
        }
        for (Field field : message.fields) {
            if (field.isRepeated() || field.isMessage() && !Required.has(field.proto.getMessageType())) {
                statements.add(field.name + "_.clear();");
            }
        }
        out.member();
        out.line("@Override");
        Chunks.method(out, "protected void clear", "clear", statements);
    }

    private void required() {
        if (!Required.has(message.proto)) {
            return;
        }
        List<String> statements = new ArrayList<>();
        for (Field field : message.fields) {
            FieldReader reader = new FieldReader(out, comments, message, field);
            if (field.proto.isRequired()) {
                statements.add(String.format(
                        "in.checkRequired(%s, %d, \"%s\");",
                        reader.isPresent(), field.proto.getNumber(), field.proto.getName()));
            }
            if (field.isMessage() && !field.isRepeated() && Required.has(field.proto.getMessageType())) {
                // A map's value that is not there is an empty message all the same.
                statements.add(
                        field.isMapEntryPart()
                                ? String.format("%s().checkRequired(in);", field.name)
                                : String.format(
                                        "if (%s) { %sValue_.checkRequired(in); }", reader.isPresent(), field.name));
            }
        }
        out.member();
        out.line("@Override");
        Chunks.method(out, "public void checkRequired", "checkRequired", statements, "WireReader in", "in");
    }

    /** The check of a message that nobody reads yet: what {@code index} would refuse, without a decoder. */
    private void checkFields() {
        out.member();
        out.line(
                "/** For generated code: passes over such a message behind its tag, and checks it as {@code wrap} would. */");
        out.open("public static void checkNested(WireReader in, int tag)");
        out.open("if (in.isTrusted())");
        out.line("in.skipField(tag);");
        out.next("else if ((tag & 7) == Wire.START_GROUP)");
        out.line("in.enterGroup();");
        out.line("checkFields(in, tag >>> 3);");
        out.line("in.leaveGroup();");
        out.next("else");
        out.line("int outer = in.enter();");
        out.line("checkFields(in, 0);");
        out.line("in.leave(outer);");
        out.close();
        out.close();
        out.member();
        out.open("private static void checkFields(WireReader in, int group)");
        if (message.fields.size() <= MOST_PREDICTED) {
            for (Field field : message.fields) {
                boolean packed = field.isPacked();
                String constant = field.constant + (packed ? "_PACKED" : "");
                out.open("%s (in.nextIs(%s))", field.isRepeated() && !packed ? "while" : "if", constant);
                out.line("%s;", new FieldReader(out, comments, message, field).checkExpression(packed, constant));
                out.close();
            }
        }
        out.open("for (int tag = in.readTag(); tag != 0; tag = in.readTag())");
        out.open("if (!checkField(in, tag, group))");
        out.line("return;");
        out.close();
        out.close();
        out.line("in.checkNotInGroup(group);");
        out.close();
        List<Field> checked = message.fields.stream()
                .filter(field -> field.isMessage() || field.checksUtf8() || field.isPackable())
                .toList();
        int parts = Math.max(1, (checked.size() + CHUNK - 1) / CHUNK);
        for (int part = 0; part < parts; part++) {
            out.member();
            out.open("private static boolean %s(WireReader in, int tag, int group)", part("checkField", part));
            if (checked.isEmpty()) {
                out.line("return !in.skipUnlessEnd(tag, group);");
                out.close();
                break;
            }
            out.open("switch (tag)");
            for (Field field : checked.subList(part * CHUNK, Math.min(checked.size(), (part + 1) * CHUNK))) {
                String constant = field.isPackable() ? field.constant + "_PACKED" : field.constant;
                out.line(
                        "case %s -> %s;",
                        constant,
                        new FieldReader(out, comments, message, field).checkExpression(field.isPackable(), "tag"));
            }
            out.line("default -> {");
            out.line(
                    "    return %s;",
                    part == parts - 1
                            ? "!in.skipUnlessEnd(tag, group)"
                            : part("checkField", part + 1) + "(in, tag, group)");
            out.line("}");
            out.close();
            out.line("return true;");
            out.close();
        }
    }

    private static String part(String method, int part) {
        return part == 0 ? method : method + part;
    }
}
