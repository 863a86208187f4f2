package dev.outboard.codegen;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes a message as no encoder does and every decoder has to take: fields in any order, singular messages in parts,
 * repeated numbers packed and unpacked in any mixture, and values that a later one replaces.
 */
final class Scatter {
    private final SplittableRandom random;
    private final RandomMessages messages;

    Scatter(SplittableRandom random) {
        this.random = random;
        this.messages = new RandomMessages(random);
    }

    byte[] scattered(MessageOrBuilder message) {
        // One list of pieces per field: among them the order counts.
        List<List<byte[]>> fields = new ArrayList<>();
        message.getAllFields().forEach((field, value) -> fields.add(pieces(message, field, value)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (!fields.isEmpty()) {
            List<byte[]> field = fields.get(random.nextInt(fields.size()));
            out.writeBytes(field.remove(0));
            if (field.isEmpty()) {
                fields.remove(field);
            }
        }
        out.writeBytes(message.getUnknownFields().toByteArray());
        return out.toByteArray();
    }

    private List<byte[]> pieces(MessageOrBuilder message, FieldDescriptor field, Object value) {
        List<byte[]> pieces = new ArrayList<>();
        if (field.isRepeated() && field.isPackable()) {
            return runs((List<?>) value, field, message);
        }
        if (field.isRepeated()) {
            ((List<?>) value).forEach(element -> pieces.add(one(message, field, List.of(element))));
            return pieces;
        }
        replaced(message, field, pieces);
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && random.nextBoolean()) {
            parts(field, (DynamicMessage) value, pieces);
        } else {
            pieces.add(one(message, field, value));
        }
        return pieces;
    }

    /** Values before the one that counts: of the same field, or of another member of its oneof. */
    private void replaced(MessageOrBuilder message, FieldDescriptor field, List<byte[]> pieces) {
        OneofDescriptor oneof = field.getRealContainingOneof();
        if (random.nextInt(3) != 0) {
            return;
        }
        if (oneof != null) {
            List<FieldDescriptor> members = oneof.getFields();
            FieldDescriptor other = members.get(random.nextInt(members.size()));
            if (other != field) {
                pieces.add(one(message, other, messages.value(other)));
            }
        } else if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            pieces.add(one(message, field, messages.value(field)));
        }
    }

    private void parts(FieldDescriptor field, DynamicMessage value, List<byte[]> pieces) {
        List<List<byte[]>> fields = new ArrayList<>();
        value.getAllFields().forEach((inner, innerValue) -> fields.add(pieces(value, inner, innerValue)));
        for (List<byte[]> inner : fields) {
            inner.forEach(piece -> pieces.add(wrapped(field, piece)));
        }
        pieces.add(wrapped(field, value.getUnknownFields().toByteArray()));
    }

    /** The values in runs, each packed or not. */
    private List<byte[]> runs(List<?> values, FieldDescriptor field, MessageOrBuilder message) {
        List<byte[]> pieces = new ArrayList<>();
        for (int i = 0; i < values.size(); ) {
            int end = Math.min(values.size(), i + 1 + random.nextInt(4));
            ByteArrayOutputStream bodies = new ByteArrayOutputStream();
            boolean packed = random.nextBoolean();
            for (Object value : values.subList(i, end)) {
                byte[] body = body(one(message, field, List.of(value)), field.isPacked());
                bodies.writeBytes(packed ? body : tagged(field.getNumber(), wireType(field), body));
            }
            pieces.add(packed ? wrapped(field.getNumber(), bodies.toByteArray()) : bodies.toByteArray());
            i = end;
        }
        return pieces;
    }

    /** A message with only this field. */
    private static byte[] one(MessageOrBuilder message, FieldDescriptor field, Object value) {
        DynamicMessage.Builder one = DynamicMessage.newBuilder(message.getDescriptorForType());
        byte[] bytes = one.setField(field, value).buildPartial().toByteArray();
        if (bytes.length > 0 || field.isRepeated()) {
            return bytes;
        }
        // A default without presence, which replaces what came before all the same.
        int wireType = wireType(field);
        int size = wireType == WireFormat.WIRETYPE_FIXED64 ? 8 : wireType == WireFormat.WIRETYPE_FIXED32 ? 4 : 1;
        return tagged(field.getNumber(), wireType, new byte[size]);
    }

    private static int wireType(FieldDescriptor field) {
        return switch (field.getType()) {
            case FIXED64, SFIXED64, DOUBLE -> WireFormat.WIRETYPE_FIXED64;
            case FIXED32, SFIXED32, FLOAT -> WireFormat.WIRETYPE_FIXED32;
            case STRING, BYTES, MESSAGE -> WireFormat.WIRETYPE_LENGTH_DELIMITED;
            case GROUP -> WireFormat.WIRETYPE_START_GROUP;
            default -> WireFormat.WIRETYPE_VARINT;
        };
    }

    private static byte[] wrapped(FieldDescriptor field, byte[] body) {
        if (field.getType() != FieldDescriptor.Type.GROUP) {
            return wrapped(field.getNumber(), body);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(tagged(field.getNumber(), WireFormat.WIRETYPE_START_GROUP, body));
        out.writeBytes(tagged(field.getNumber(), WireFormat.WIRETYPE_END_GROUP, new byte[0]));
        return out.toByteArray();
    }

    private static byte[] wrapped(int number, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(bytes, out -> out.writeByteArray(number, body));
        return bytes.toByteArray();
    }

    private static byte[] tagged(int number, int wireType, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(bytes, out -> out.writeTag(number, wireType));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    /** The value of a field, without its tag, and without its length where it is packed. */
    private static byte[] body(byte[] field, boolean packed) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(field);
            in.readTag();
            if (packed) {
                in.readRawVarint32();
            }
            return in.readRawBytes(field.length - in.getTotalBytesRead());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(ByteArrayOutputStream bytes, Writing writing) {
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            writing.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Writing {
        void write(CodedOutputStream out) throws IOException;
    }
}
