package dev.outboard.codegen;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A message type with its fields, in the order of their numbers, and the names of all of them. */
final class Message {
    /** Methods of {@link Object}, of the base classes and of every generated class; no accessor must be called so. */
    static final Set<String> RESERVED = Set.of(
            "getClass",
            "hashCode",
            "equals",
            "toString",
            "notify",
            "notifyAll",
            "wait",
            "clone",
            "finalize",
            "unknownFields",
            "begin",
            "nested",
            "element",
            "whole",
            "region",
            "other",
            "reader",
            "scratchView",
            "check",
            "clear",
            "index",
            "checkRequired",
            "writer",
            "scratchText",
            "scratchBytes",
            "notBegun",
            "copyUnknown",
            "wrap",
            "copyFrom",
            "checkNested",
            "retain",
            "release",
            "keep",
            "trusted");

    /** What generated classes have in any number: parts of a method, and words of presence bits. */
    private static final Pattern NUMBERED =
            Pattern.compile("(indexMore|clearMore|copyFields|checkFields?|checkRequiredMore)\\d*|has\\d+_");

    final Descriptor proto;
    final List<Field> fields;
    /** Members of a oneof, in the order of the oneofs. */
    final List<OneofDescriptor> oneofs;

    final int presenceWords;
    private final List<String> oneofNames = new ArrayList<>();

    Message(Descriptor proto) {
        this.proto = proto;
        Set<String> taken = new HashSet<>();
        oneofs = proto.getRealOneofs();
        List<FieldDescriptor> ordered = new ArrayList<>(proto.getFields());
        ordered.sort(Comparator.comparingInt(FieldDescriptor::getNumber));
        fields = new ArrayList<>();
        int bits = 0;
        for (FieldDescriptor field : ordered) {
            boolean hasBit = !field.isRepeated() && field.getRealContainingOneof() == null;
            fields.add(new Field(field, freeName(field, taken), hasBit ? bits++ : -1));
        }
        presenceWords = (bits + 31) / 32;
        for (OneofDescriptor oneof : oneofs) {
            oneofNames.add(freeName(oneof, taken));
        }
    }

    /** Name of the accessor that tells which member of a oneof is set. */
    String caseName(OneofDescriptor oneof) {
        return oneofNames.get(oneofs.indexOf(oneof));
    }

    /** The variable behind {@link #caseName}. */
    String caseVariable(OneofDescriptor oneof) {
        return caseName(oneof) + "_";
    }

    boolean isMapEntry() {
        return proto.getOptions().getMapEntry();
    }

    /** The nested message types, map entries included. */
    List<Descriptor> nested() {
        return proto.getNestedTypes();
    }

    private static String freeName(FieldDescriptor field, Set<String> taken) {
        String name = Text.camel(field.getName());
        if (Text.isKeyword(name) || !isFree(name, field, Set.of())) {
            name += "_";
        }
        if (!isFree(name, field, taken)) {
            name += "_" + field.getNumber();
        }
        while (!isFree(name, field, taken)) {
            name += "_";
        }
        taken.addAll(Field.members(field, name));
        return name;
    }

    private static String freeName(OneofDescriptor oneof, Set<String> taken) {
        String name = Text.camel(oneof.getName()) + "Case";
        while (taken.contains(name) || taken.contains(name + "_")) {
            name += "_";
        }
        taken.add(name);
        taken.add(name + "_");
        return name;
    }

    private static boolean isFree(String name, FieldDescriptor field, Set<String> taken) {
        return Field.members(field, name).stream()
                .noneMatch(member -> taken.contains(member)
                        || RESERVED.contains(member)
                        || NUMBERED.matcher(member).matches());
    }
}
