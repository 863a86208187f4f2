package dev.outboard.codegen;

/** Writes the accessors of a string or of bytes, singular or repeated. */
final class BytesReader {
    private final Source out;
    private final Field field;
    private final FieldReader reader;
    private final String view;
    /** Parameter that chooses the element, and the same as an argument. */
    private final String parameter;

    private final String more;

    BytesReader(Source out, Field field, FieldReader reader) {
        this.out = out;
        this.field = field;
        this.reader = reader;
        this.view = field.isString() ? "Utf8View" : "BytesView";
        this.parameter = field.isRepeated() ? "int i" : "";
        this.more = field.isRepeated() ? "int i, " : "";
    }

    void accessors() {
        value();
        length();
        copy();
        view();
        if (field.isString()) {
            append();
        }
    }

    private void value() {
        reader.document("The value of " + reader.subject() + ". Allocates.", true);
        String type = field.isString() ? "String" : "byte[]";
        out.open("public %s %s(%s)", type, field.name, parameter);
        read();
        if (field.isString()) {
            out.line("return in.utf8At(%s, %s);", offset(), length0());
        } else {
            out.line("byte[] bytes = new byte[%s];", length0());
            out.line("in.bytesAt(%s, bytes, 0, bytes.length);", offset());
            out.line("return bytes;");
        }
        out.close();
    }

    private void length() {
        reader.document("Bytes of the value of " + reader.subject() + ".", false);
        out.open("public int %sLength(%s)", field.name, parameter);
        if (field.isRepeated()) {
            out.line("%s_.seek(reader(), i);", field.name);
            out.line("return %s_.length();", field.name);
        } else {
            out.line("check();");
            out.line(
                    "return %s ? %s : %s;",
                    reader.isPresent(), length0(), field.hasDefault() ? field.constant + "_DEFAULT.length" : "0");
        }
        out.close();
    }

    private void copy() {
        reader.document("Copies the bytes of " + reader.subject() + "; returns how many.", false);
        out.open("public int %s(%sbyte[] target, int offset)", field.name, more);
        if (field.isRepeated()) {
            seek();
        } else {
            out.line("WireReader in = reader();");
            absent();
            if (field.hasDefault()) {
                out.line("System.arraycopy(%1$s_DEFAULT, 0, target, offset, %1$s_DEFAULT.length);", field.constant);
                out.line("return %s_DEFAULT.length;", field.constant);
            } else {
                out.line("return 0;");
            }
            out.close();
        }
        out.line("in.bytesAt(%s, target, offset, %s);", offset(), length0());
        out.line("return %s;", length0());
        out.close();
    }

    private void view() {
        reader.document("Points {@code view} at the value of " + reader.subject() + ", and returns it.", false);
        out.open("public %1$s %2$sView(%3$s%1$s view)", view, field.name, more);
        if (field.isRepeated()) {
            seek();
            out.line("view.wrap(in, from, %s_.length());", field.name);
        } else {
            out.line("WireReader in = reader();");
            out.open("if (%s)", reader.isPresent());
            out.line("view.wrap(in, %s, %s);", offset(), length0());
            out.next("else");
            if (field.hasDefault()) {
                out.line("view.wrap(%s_DEFAULT);", field.constant);
            } else {
                out.line("view.wrap(in, 0, 0);");
            }
            out.close();
        }
        out.line("return view;");
        out.close();
    }

    private void append() {
        reader.document("Appends the text of " + reader.subject() + ".", false);
        out.open("public void append%s(%sAppendable target)", field.capital, more);
        out.line("%sView(%sscratchView()).appendTo(target);", field.name, field.isRepeated() ? "i, " : "");
        out.close();
    }

    private void read() {
        if (field.isRepeated()) {
            seek();
            return;
        }
        out.line("WireReader in = reader();");
        absent();
        if (field.isString()) {
            out.line("return %s;", field.defaultExpression());
        } else {
            out.line("return %s;", field.hasDefault() ? field.constant + "_DEFAULT.clone()" : "new byte[0]");
        }
        out.close();
    }

    private void absent() {
        out.open("if (!(%s))", reader.isPresent());
    }

    private void seek() {
        out.line("WireReader in = reader();");
        out.line("int from = %s_.seek(in, i);", field.name);
    }

    private String offset() {
        return field.isRepeated() ? "from" : field.name + "Offset_";
    }

    private String length0() {
        return field.isRepeated() ? field.name + "_.length()" : field.name + "Length_";
    }
}
