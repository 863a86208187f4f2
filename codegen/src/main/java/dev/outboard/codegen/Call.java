package dev.outboard.codegen;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.UnknownFieldSet;
import java.util.Locale;

/** One method of a service, as generated code has it. */
final class Call {
    /** The number of {@code outboard.kind} in {@code outboard/options.proto}. */
    private static final int KIND = 51951;

    private static final String EMPTY = "google.protobuf.Empty";

    /** What goes over the wire, and what makes a constant of it. */
    enum Shape {
        UNARY("unary"),
        ONE_WAY("oneWay"),
        PUSH("push"),
        SERVER_STREAM("serverStream"),
        CLIENT_STREAM("clientStream"),
        BIDI_STREAM("bidiStream");

        private final String factory;

        Shape(String factory) {
            this.factory = factory;
        }

        String factory() {
            return factory;
        }
    }

    final MethodDescriptor proto;
    final Shape shape;
    /** The Java method's name, and the constant's. */
    final String name;

    final String constant;

    Call(MethodDescriptor proto, String name) {
        this.proto = proto;
        this.name = name;
        this.constant = Text.constant(name).toUpperCase(Locale.ROOT);
        this.shape = shape(proto);
    }

    /** How {@code file}'s services refer to the decoder of what clients send. */
    String request(FileDescriptor file) {
        return TypeNames.topLevelRef(proto.getInputType(), file, "Decoder");
    }

    /** The same of what servers send. */
    String response(FileDescriptor file) {
        return TypeNames.topLevelRef(proto.getOutputType(), file, "Decoder");
    }

    String responseEncoder(FileDescriptor file) {
        return TypeNames.topLevelRef(proto.getOutputType(), file, "Encoder");
    }

    private static Shape shape(MethodDescriptor method) {
        UnknownFieldSet.Field kind = method.getOptions().getUnknownFields().getField(KIND);
        long number = kind.getVarintList().isEmpty()
                ? 0
                : kind.getVarintList().get(kind.getVarintList().size() - 1);
        boolean in = method.isClientStreaming();
        boolean out = method.isServerStreaming();
        if (number == 0) {
            if (in) {
                return out ? Shape.BIDI_STREAM : Shape.CLIENT_STREAM;
            }
            return out ? Shape.SERVER_STREAM : Shape.UNARY;
        }
        Descriptor nothing = number == 1 ? method.getOutputType() : method.getInputType();
        if (number > 2 || in || out || !nothing.getFullName().equals(EMPTY)) {
            throw new IllegalArgumentException("outboard.kind: " + number + ", of " + method.getFullName()
                    + " (expected: ONE_WAY, which returns " + EMPTY + ", or PUSH, which takes it, without streams)");
        }
        return number == 1 ? Shape.ONE_WAY : Shape.PUSH;
    }
}
