package dev.outboard.codegen;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.List;

/** Writes what a decoder has for one field. */
final class FieldReader {
    private final Source out;
    private final Comments comments;
    private final Message message;
    private final Field field;

    FieldReader(Source out, Comments comments, Message message, Field field) {
        this.out = out;
        this.comments = comments;
        this.message = message;
        this.field = field;
    }

    void variables() {
        if (field.isRepeated()) {
            String argument = field.isClosedEnum() ? enumType() + "::isKnown" : "Wire." + field.wireType();
            out.line("private final RepeatedField %s_ = new RepeatedField(%s);", field.name, argument);
        } else if (field.isMessage() && !isAlwaysRead()) {
            out.line("private final NestedField %s_ = new NestedField();", field.name);
        } else if (field.isBytes()) {
            out.line("private int %sOffset_;", field.name);
            out.line("private int %sLength_;", field.name);
        } else if (field.isNumber()) {
            out.line("private %s %s_;", field.scalar().javaType(), field.name);
        }
        if (field.isMessage()) {
            out.line("private %s %sValue_;", decoder(), field.name);
        }
        if (isForeignFlag()) {
            out.line("private boolean foreign_;");
        }
    }

    /** What happens behind the field's tag. */
    void take(boolean packed) {
        if (field.isPackable()) {
            out.line("%s_.%s;", field.name, repeatedNumber(packed));
        } else if (field.isNumber() && !field.isClosedEnum()) {
            out.line("%s_ = in.%s();", field.name, field.scalar().read());
            setPresent();
        } else {
            out.line("index%s(in);", field.capital);
        }
    }

    /** Whether the value is one varint, which is kept. */
    boolean isVarint() {
        return field.isNumber()
                && !field.isRepeated()
                && !field.isClosedEnum()
                && field.wireType().equals("VARINT");
    }

    /** What happens where {@code nextVarint} has read the field, which {@link #isVarint}. */
    void takeVarint() {
        out.line("%s_ = %s;", field.name, field.scalar().ofVarint("in.varint()"));
        setPresent();
    }

    /**
     * The same where the tag was expected: in place, so that the pass over a message of some size is too long to be inlined
     * and gets a compilation of its own, instead of using up what its caller may inline.
     */
    void takePredicted(boolean packed) {
        if (field.isBytes() && !field.isRepeated()) {
            indexBytes();
        } else {
            take(packed);
        }
    }

    private void indexBytes() {
        out.line("%sLength_ = in.%s();", field.name, field.checksUtf8() ? "readUtf8" : "readBytes");
        out.line("%1$sOffset_ = in.position() - %1$sLength_;", field.name);
        setPresent();
    }

    /** The method that {@link #take} calls, where it calls one. */
    void indexMethod() {
        if (field.isPackable() || field.isNumber() && !field.isClosedEnum()) {
            return;
        }
        out.member();
        out.open("private void index%s(WireReader in)", field.capital);
        if (field.isMessage()) {
            indexMessage();
        } else if (field.isRepeated()) {
            out.line("int tagOffset = in.tagOffset();");
            out.line("in.%s();", field.checksUtf8() ? "readUtf8" : "readBytes");
            out.line("%s_.add(in, tagOffset);", field.name);
        } else if (field.isBytes()) {
            indexBytes();
        } else {
            indexClosedEnum();
        }
        out.close();
    }

    /** A statement: passes over the field behind its tag, which is {@code tag}, and checks it. */
    String checkExpression(boolean packed, String tag) {
        if (field.isMessage()) {
            return decoder() + ".checkNested(in, " + tag + ")";
        }
        if (field.isBytes()) {
            return field.checksUtf8() ? "in.readUtf8()" : "in.readBytes()";
        }
        return switch (field.wireType()) {
            case "FIXED64" -> packed ? "in.readPackedFixed(8)" : "in.skip(8)";
            case "FIXED32" -> packed ? "in.readPackedFixed(4)" : "in.skip(4)";
            default -> packed ? "in.readPackedVarints()" : "in.skipVarint()";
        };
    }

    /** An expression: whether the field is set. */
    String isPresent() {
        OneofDescriptor oneof = field.oneof();
        return oneof == null
                ? String.format("(%s & %s) != 0", field.word(), field.mask())
                : String.format("%s == %d", message.caseVariable(oneof), field.proto.getNumber());
    }

    void accessors() {
        if (field.hasPresence()) {
            document("Whether field " + field.proto.getNumber() + ", " + field.proto.getName() + ", is set.", false);
            open("boolean has%s()", field.capital);
            out.line("check();");
            out.line("return %s;", isPresent());
            out.close();
        }
        if (field.isRepeated()) {
            document("How many values " + subject() + " has.", false);
            open("int %sCount()", field.name);
            out.line("check();");
            out.line("return %s_.count();", field.name);
            out.close();
        }
        if (field.isMessage()) {
            messageAccessor();
        } else if (field.isBytes()) {
            new BytesReader(out, field, this).accessors();
        } else {
            numberAccessors();
        }
        if (field.isRepeated() && field.isClosedEnum()) {
            out.member();
            out.line("/** For generated code: writes the numbers without a name. */");
            open("void copyForeign%s(WireWriter out)", field.capital);
            out.line("%s_.copyForeign(reader(), out);", field.name);
            out.close();
        }
        if (isForeignFlag()) {
            out.member();
            out.line("/** For generated code: whether the value is a number without a name. */");
            out.open("public boolean isForeign_()");
            out.line("return foreign_;");
            out.close();
        }
    }

    /** A comment of the field's accessor; with the schema's own words where {@code main}. */
    void document(String ours, boolean main) {
        out.member();
        List<String> theirs = main ? comments.of(field.proto) : List.of();
        if (theirs.isEmpty()) {
            Comments.write(out, theirs, ours);
        } else {
            Comments.write(
                    out,
                    theirs,
                    subject().substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                            + subject().substring(1) + "."
                            + (ours.contains(". ") ? ours.substring(ours.indexOf(". ") + 1) : ""));
        }
        if (field.proto.getOptions().getDeprecated()) {
            out.line("@Deprecated");
        }
    }

    /** The field's words for a sentence. */
    String subject() {
        return "field " + field.proto.getNumber() + ", " + field.proto.getName();
    }

    private void open(String format, Object... arguments) {
        out.open("public " + format, arguments);
    }

    private void setPresent() {
        OneofDescriptor oneof = field.oneof();
        if (oneof == null) {
            out.line("%s |= %s;", field.word(), field.mask());
        } else {
            out.line("%s = %d;", message.caseVariable(oneof), field.proto.getNumber());
        }
    }

    private String repeatedNumber(boolean packed) {
        if (field.isClosedEnum()) {
            return packed ? "addPackedEnum(in)" : "addEnum(in)";
        }
        return packed ? "addPacked(in)" : "addValue(in)";
    }

    private void indexClosedEnum() {
        out.line("int tagOffset = in.tagOffset();");
        out.line("int number = in.readVarint32();");
        out.open("if (%s.isKnown(number))", enumType());
        out.line("%s_ = number;", field.name);
        if (isForeignFlag()) {
            out.line("foreign_ = false;");
        }
        setPresent();
        out.next("else");
        out.line(isForeignFlag() ? "foreign_ = true;" : "unknownFields().add(in, tagOffset);");
        out.close();
    }

    private void indexMessage() {
        if (field.isRepeated()) {
            indexElement();
            return;
        }
        if (isAlwaysRead()) {
            newValue();
            out.open("if (!(%s))", isPresent());
            out.line("%sValue_.begin(in);", field.name);
            out.close();
            out.line("%sValue_.nested(in, %s);", field.name, field.constant);
            setPresent();
            return;
        }
        out.open("if (%sValue_ == null)", field.name);
        if (field.oneof() != null) {
            out.open("if (!(%s))", isPresent());
            out.line("%s_.clear();", field.name);
            out.close();
        }
        out.line("int tagOffset = in.tagOffset();");
        out.line("%s.checkNested(in, %s);", decoder(), field.constant);
        out.line("%s_.add(in, tagOffset);", field.name);
        out.next("else");
        out.open("if (!(%s))", isPresent());
        out.line("%sValue_.begin(in);", field.name);
        out.close();
        out.line("%sValue_.nested(in, %s);", field.name, field.constant);
        out.close();
        setPresent();
    }

    private void indexElement() {
        out.line("int tagOffset = in.tagOffset();");
        if (!isAlwaysRead()) {
            // Somebody reads these: the first one is going to be asked for, so it need not be read twice.
            out.open("if (%1$sValue_ != null && %1$s_.count() == 0 && !in.isTrusted())", field.name);
            out.line("%sValue_.begin(in);", field.name);
            out.line("%sValue_.nested(in, %s);", field.name, field.constant);
            out.line("%s_.loadedFirst();", field.name);
            out.next("else");
            out.line("%s.checkNested(in, %s);", decoder(), field.constant);
            out.close();
            out.line("%s_.add(in, tagOffset);", field.name);
            return;
        }
        newValue();
        out.line("%sValue_.begin(in);", field.name);
        out.line("%sValue_.nested(in, %s);", field.name, field.constant);
        if (Required.has(type())) {
            out.open("if (!in.isTrusted())");
            out.line("%sValue_.checkRequired(in);", field.name);
            out.close();
        }
        if (hasForeignEntries()) {
            out.open("if (%sValue_.isForeign_())", field.name);
            out.line("unknownFields().add(in, tagOffset);");
            out.line("return;");
            out.close();
        }
        out.line("%s_.add(in, tagOffset);", field.name);
    }

    private void newValue() {
        out.open("if (%sValue_ == null)", field.name);
        out.line("%sValue_ = new %s();", field.name, decoder());
        out.close();
    }

    private void messageAccessor() {
        if (field.isRepeated()) {
            document(
                    "The value at {@code i} of " + subject() + ", 0 to {@link #" + field.name
                            + "Count} - 1. The same decoder for all of them.",
                    true);
            open("%s %s(int i)", decoder(), field.name);
            out.line("WireReader in = reader();");
            newValue();
            out.line("%1$sValue_.element(in, %1$s_, i);", field.name);
            out.line("return %sValue_;", field.name);
            out.close();
            return;
        }
        document("The message of " + subject() + ". Where it is not set, one without fields.", true);
        open("%s %s()", decoder(), field.name);
        out.line("WireReader in = reader();");
        out.open("if (%sValue_ == null)", field.name);
        out.line("%sValue_ = new %s();", field.name, decoder());
        if (isAlwaysRead()) {
            out.line("%sValue_.begin(in);", field.name);
        } else {
            out.open("if (%s)", isPresent());
            out.line("%1$s_.into(%1$sValue_, in);", field.name);
            out.next("else");
            out.line("%sValue_.begin(in);", field.name);
            out.close();
        }
        out.next("else if (!(" + isPresent() + "))");
        out.line("%sValue_.begin(in);", field.name);
        out.close();
        out.line("return %sValue_;", field.name);
        out.close();
    }

    private void numberAccessors() {
        String accessor = field.isEnum() ? field.name + "Number" : field.name;
        String javaType = field.scalar().javaType();
        if (field.isRepeated()) {
            document(
                    "The value at {@code i} of " + subject() + ", 0 to {@link #" + field.name
                            + "Count} - 1. Best read in order.",
                    !field.isEnum());
            open("%s %s(int i)", javaType, accessor);
            out.line("WireReader in = reader();");
            out.line("return %s;", String.format(field.scalar().element(), field.name + "_"));
            out.close();
        } else {
            String otherwise = field.hasDefault() ? " Where it is not set, " + field.defaultExpression() + "." : "";
            document("The value of " + subject() + "." + otherwise, !field.isEnum());
            open("%s %s()", javaType, accessor);
            out.line("check();");
            out.line("return %s ? %s_ : %s;", isPresent(), field.name, field.defaultExpression());
            out.close();
        }
        if (field.isEnum()) {
            String parameter = field.isRepeated() ? "int i" : "";
            document("The constant of " + subject() + ". Null where the number has no name.", true);
            open("%s %s(%s)", enumType(), field.name, parameter);
            out.line("return %s.forNumber(%s(%s));", enumType(), accessor, field.isRepeated() ? "i" : "");
            out.close();
        }
    }

    /** Whether a decoder is always made for this message, because only that can tell if the message is complete. */
    private boolean isAlwaysRead() {
        return Required.has(type()) || hasForeignEntries();
    }

    /** Whether this is a map whose values are of a closed enum: entries with numbers without a name are unknown fields. */
    private boolean hasForeignEntries() {
        return field.proto.isMapField() && new Message(type()).fields.stream().anyMatch(Field::isClosedEnum);
    }

    private boolean isForeignFlag() {
        return field.isMapEntryPart() && field.isClosedEnum();
    }

    private Descriptor type() {
        return field.proto.getMessageType();
    }

    private String decoder() {
        return TypeNames.decoderRef(type(), message.proto);
    }

    private String enumType() {
        return TypeNames.enumRef(field.proto.getEnumType(), message.proto);
    }
}
