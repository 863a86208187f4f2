package dev.outboard.codegen;

import com.google.protobuf.Descriptors.Descriptor;
import java.util.ArrayList;
import java.util.List;

/** Writes the encoder of a message type. */
final class EncoderWriter {
    private final Source out;
    private final Comments comments;
    private final Message message;
    private final String name;

    EncoderWriter(Source out, Comments comments, Descriptor type) {
        this.out = out;
        this.comments = comments;
        this.message = new Message(type);
        this.name = TypeNames.encoder(type);
    }

    void write(String modifiers) {
        Comments.write(
                out,
                comments.of(message.proto),
                "Writes a message {@code " + message.proto.getFullName() + "} straight into a frame.");
        if (message.proto.getOptions().getDeprecated()) {
            out.line("@Deprecated");
        }
        if (message.proto.getContainingType() == null) {
            Generator.annotate(out, message.proto.getFile());
            if (Deprecation.concerns(message.proto)) {
                out.line("@SuppressWarnings(\"deprecation\")");
            }
        }
        out.open("%sclass %s extends dev.outboard.codec.MessageEncoder", modifiers, name);
        for (Field field : message.fields) {
            new FieldWriter(out, comments, message, field).constants();
        }
        if (message.fields.stream().anyMatch(field -> field.isMessage() || field.isPacked())) {
            out.blank();
        }
        for (Field field : message.fields) {
            new FieldWriter(out, comments, message, field).variables();
        }
        out.member();
        out.line("/** Starts a message at the writer's position. <em>Borrows</em> the writer. */");
        out.open("public %s wrap(WireWriter out)", name);
        out.line("begin(out);");
        out.line("return this;");
        out.close();
        for (Field field : message.fields) {
            new FieldWriter(out, comments, message, field).setters();
        }
        copyFrom();
        for (Descriptor nested : message.nested()) {
            out.member();
            new EncoderWriter(out, comments, nested).write("public static final ");
        }
        out.close();
    }

    private void copyFrom() {
        String decoder = TypeNames.decoderRef(message.proto, message.proto);
        out.member();
        Comments.write(
                out,
                List.of(),
                "Writes all fields of {@code source}, unknown ones at the end, as they came. <em>Borrows</em> the source.");
        out.open("public %s copyFrom(%s source)", name, decoder);
        List<String> calls = new ArrayList<>();
        List<Field> fields = message.fields;
        int parts = (fields.size() + DecoderWriter.CHUNK - 1) / DecoderWriter.CHUNK;
        for (int part = 0; part < parts; part++) {
            calls.add(part == 0 ? "copyFields(source);" : "copyFields" + part + "(source);");
        }
        calls.forEach(call -> out.line(call));
        if (!message.isMapEntry()) {
            out.line("copyUnknown(source);");
        }
        out.line("return this;");
        out.close();
        for (int part = 0; part < parts; part++) {
            out.member();
            out.open("private void copyFields%s(%s source)", part == 0 ? "" : part, decoder);
            int end = Math.min(fields.size(), (part + 1) * DecoderWriter.CHUNK);
            for (Field field : fields.subList(part * DecoderWriter.CHUNK, end)) {
                new FieldWriter(out, comments, message, field).copy();
            }
            out.close();
        }
    }
}
