package dev.outboard.codegen;

import com.google.protobuf.Descriptors.Descriptor;
import java.util.List;

/** Writes what an encoder has for one field. */
final class FieldWriter {
    private final Source out;
    private final Comments comments;
    private final Message message;
    private final Field field;
    private final String encoder;

    FieldWriter(Source out, Comments comments, Message message, Field field) {
        this.out = out;
        this.comments = comments;
        this.message = message;
        this.field = field;
        this.encoder = TypeNames.encoderRef(message.proto, message.proto);
    }

    void constants() {
        out.line(
                "private static final int %s = %d << 3 | Wire.%s;",
                field.constant, field.proto.getNumber(), field.isPacked() ? "LENGTH_DELIMITED" : field.wireType());
        if (field.isGroup()) {
            out.line(
                    "private static final int %s_END = %d << 3 | Wire.END_GROUP;",
                    field.constant, field.proto.getNumber());
        }
    }

    void variables() {
        if (field.isMessage()) {
            out.line("private %s %sValue_;", type(), field.name);
        }
        if (field.isMessage() && !field.isGroup() || field.isPacked()) {
            out.line("private int %sMark_;", field.name);
            out.line("private int %sGuess_;", field.name);
        }
    }

    void setters() {
        if (field.isMessage()) {
            messageSetters();
            mapSetter();
        } else if (field.isBytes()) {
            bytesSetters();
        } else if (field.isRepeated()) {
            repeatedSetters();
        } else {
            numberSetters();
        }
    }

    /** A statement that copies the field from the decoder {@code source}. */
    void copy() {
        if (field.isRepeated()) {
            copyRepeated();
            return;
        }
        boolean asks = field.hasPresence() && !field.isMapEntryPart();
        if (asks) {
            out.open("if (source.has%s())", field.capital);
        }
        if (field.isMessage()) {
            out.line("begin%s().copyFrom(source.%s());", field.capital, field.name);
            out.line("end%s();", field.capital);
        } else if (field.isBytes()) {
            out.line("%1$s(source.%1$sView(%2$s));", field.name, scratch());
        } else {
            out.line("%1$s(source.%1$s());", numberName());
        }
        if (asks) {
            out.close();
        }
    }

    private void copyRepeated() {
        if (field.isPacked()) {
            out.open("if (source.%sCount() > 0)", field.name);
            out.line("begin%s();", field.capital);
        }
        out.open("for (int i = 0; i < source.%sCount(); i++)", field.name);
        if (field.isMessage()) {
            out.line("begin%s().copyFrom(source.%s(i));", field.capital, field.name);
            out.line("end%s();", field.capital);
        } else if (field.isBytes()) {
            out.line("add%s(source.%sView(i, %s));", field.capital, field.name, scratch());
        } else {
            out.line("add%s(source.%s(i));", Text.capitalise(numberName()), numberName());
        }
        out.close();
        if (field.isPacked()) {
            out.line("end%s();", field.capital);
            out.close();
        }
        if (field.isClosedEnum()) {
            out.line("source.copyForeign%s(writer());", field.capital);
        }
    }

    private void numberSetters() {
        Scalar scalar = field.scalar();
        document(true, field.isEnum() ? "Writes the number of " + subject() + "." : "Writes " + subject() + ".");
        open("%s(%s value)", numberName(), scalar.javaType());
        boolean skips = !field.hasPresence();
        if (skips) {
            out.open("if (%s)", scalar.isNotZero("value"));
        }
        out.line("writer().%s(%s, value);", scalar.write(), field.constant);
        if (skips) {
            out.close();
        }
        end();
        if (field.isEnum()) {
            document(false, "Writes " + subject() + ".");
            open("%s(%s value)", field.name, enumType());
            out.line("return %s(value.number());", numberName());
            out.close();
        }
    }

    private void repeatedSetters() {
        Scalar scalar = field.scalar();
        if (field.isPacked()) {
            document(
                    true,
                    "Begins " + subject() + ": values follow by {@link #add" + field.capital + "}, up to {@link #end"
                            + field.capital + "}.");
            open("begin%s()", field.capital);
            out.line("%1$sMark_ = writer().beginMessage(%2$s, %1$sGuess_);", field.name, field.constant);
            end();
            document(false, "Ends what {@link #begin" + field.capital + "} began.");
            open("end%s()", field.capital);
            out.line("%1$sGuess_ = writer().endMessage(%1$sMark_);", field.name);
            out.line("%sMark_ = 0;", field.name);
            end();
        }
        String adder = "add" + Text.capitalise(numberName());
        document(!field.isPacked(), "Writes a value of " + subject() + ".");
        open("%s(%s value)", adder, scalar.javaType());
        if (field.isPacked()) {
            out.open("if (%sMark_ == 0)", field.name);
            out.line("throw notBegun(\"%s\");", field.capital);
            out.close();
            out.line("writer().%s(value);", scalar.write());
        } else {
            out.line("writer().%s(%s, value);", scalar.write(), field.constant);
        }
        end();
        if (field.isEnum()) {
            document(false, "Writes a value of " + subject() + ".");
            open("add%s(%s value)", field.capital, enumType());
            out.line("return %s(value.number());", adder);
            out.close();
        }
        document(false, "Writes all of " + subject() + ": {@code count} values from {@code from} on.");
        open("%s(%s[] values, int from, int count)", numberName(), scalar.javaType());
        if (field.isPacked() && scalar.write().equals("writeVarint32")
                || field.isPacked() && scalar.write().equals("writeVarint64")) {
            out.line(
                    "writer().%s(%s, values, from, count);",
                    scalar.write().replace("write", "writePacked"), field.constant);
            end();
            return;
        }
        out.open("if (count > 0)");
        if (field.isPacked()) {
            out.line("begin%s();", field.capital);
        }
        out.open("for (int i = from; i < from + count; i++)");
        out.line("%s(values[i]);", adder);
        out.close();
        if (field.isPacked()) {
            out.line("end%s();", field.capital);
        }
        out.close();
        end();
    }

    private void bytesSetters() {
        String setter = field.isRepeated() ? "add" + field.capital : field.name;
        String what = "Writes " + (field.isRepeated() ? "a value of " : "") + subject();
        String view = field.isString() ? "Utf8View" : "BytesView";
        String simple = field.isString() ? "CharSequence" : "byte[]";
        boolean skips = !field.isRepeated() && !field.hasPresence();
        document(true, what + ".");
        open("%s(%s value)", setter, simple);
        if (skips) {
            out.open(field.isString() ? "if (!value.isEmpty())" : "if (value.length != 0)");
        }
        out.line("WireWriter out = writer();");
        if (field.isString()) {
            out.line("out.writeUtf8(%s, value);", field.constant);
        } else {
            out.line("out.writeTag(%s);", field.constant);
            out.line("out.writeBytes(value, 0, value.length);");
        }
        if (skips) {
            out.close();
        }
        end();
        document(false, what + ", from " + (field.isString() ? "bytes known to be UTF-8." : "a part of an array."));
        open("%s(byte[] source, int offset, int length)", setter);
        if (skips) {
            out.open("if (length != 0)");
        }
        out.line("WireWriter out = writer();");
        out.line("out.writeTag(%s);", field.constant);
        out.line("out.writeBytes(source, offset, length);");
        if (skips) {
            out.close();
        }
        end();
        document(false, what + ", from another message. <em>Borrows</em> the view.");
        open("%s(%s value)", setter, view);
        if (skips) {
            out.open("if (value.length() != 0)");
        }
        out.line("WireWriter out = writer();");
        out.line("out.writeTag(%s);", field.constant);
        out.line("out.writeBytes(value);");
        if (skips) {
            out.close();
        }
        end();
    }

    private void messageSetters() {
        String value = field.isRepeated() ? "a message of " : "the message of ";
        document(true, "Begins " + value + subject() + ", which {@link #end" + field.capital + "} ends.");
        out.open("public %s begin%s()", type(), field.capital);
        out.line("WireWriter out = writer();");
        if (field.isGroup()) {
            out.line("out.writeTag(%s);", field.constant);
        } else {
            out.line("%1$sMark_ = out.beginMessage(%2$s, %1$sGuess_);", field.name, field.constant);
        }
        out.open("if (%sValue_ == null)", field.name);
        out.line("%sValue_ = new %s();", field.name, type());
        out.close();
        out.line("return %sValue_.wrap(out);", field.name);
        out.close();
        document(false, "Ends what {@link #begin" + field.capital + "} began.");
        open("end%s()", field.capital);
        if (field.isGroup()) {
            out.line("writer().writeTag(%s_END);", field.constant);
        } else {
            out.line("%1$sGuess_ = writer().endMessage(%1$sMark_);", field.name);
        }
        end();
    }

    private void mapSetter() {
        if (!field.proto.isMapField()) {
            return;
        }
        Message entry = new Message(field.proto.getMessageType());
        Field key = entry.fields.get(0);
        Field value = entry.fields.get(1);
        if (value.isMessage()) {
            return;
        }
        document(false, "Writes an entry of " + subject() + ".");
        open("put%s(%s key, %s value)", field.capital, parameter(key), parameter(value));
        out.line(
                "begin%s().%s(key).%s(value);",
                field.capital, key.name, value.isEnum() ? value.name + "Number" : value.name);
        out.line("return end%s();", field.capital);
        out.close();
    }

    private static String parameter(Field part) {
        return part.isString()
                ? "CharSequence"
                : part.isBytes() ? "byte[]" : part.scalar().javaType();
    }

    private void document(boolean main, String ours) {
        out.member();
        List<String> theirs = main ? comments.of(field.proto) : List.of();
        Comments.write(out, theirs, ours);
        if (field.proto.getOptions().getDeprecated()) {
            out.line("@Deprecated");
        }
    }

    private void open(String format, Object... arguments) {
        out.open("public " + encoder + " " + format, arguments);
    }

    private void end() {
        out.line("return this;");
        out.close();
    }

    private String numberName() {
        return field.isEnum() ? field.name + "Number" : field.name;
    }

    private String scratch() {
        return field.isString() ? "scratchText()" : "scratchBytes()";
    }

    private String subject() {
        return "field " + field.proto.getNumber() + ", " + field.proto.getName();
    }

    private Descriptor messageType() {
        return field.proto.getMessageType();
    }

    private String type() {
        return TypeNames.encoderRef(messageType(), message.proto);
    }

    private String enumType() {
        return TypeNames.enumRef(field.proto.getEnumType(), message.proto);
    }
}
