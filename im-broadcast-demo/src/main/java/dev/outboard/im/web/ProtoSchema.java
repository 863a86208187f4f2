package dev.outboard.im.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Messages and methods, as a {@code google.protobuf.FileDescriptorSet} has them. Never changes once read; any thread. */
final class ProtoSchema {
    /** The messages that a method takes and answers with. */
    record Call(ProtoMessage request, ProtoMessage response) {}

    /** A field whose message or enum may come later in the set. */
    private record Draft(
            ProtoMessage owner,
            String name,
            String jsonName,
            int number,
            int type,
            boolean repeated,
            String typeName) {}

    private final Map<String, ProtoMessage> messages = new HashMap<>();
    private final Map<String, ProtoEnum> enums = new HashMap<>();
    private final Map<String, Call> calls = new HashMap<>();

    private ProtoSchema() {}

    /**
     * Reads the bytes of a set.
     *
     * @throws IllegalArgumentException for types that are not in it, and groups
     */
    static ProtoSchema of(byte[] fileDescriptorSet) {
        ProtoSchema schema = new ProtoSchema();
        List<Draft> drafts = new ArrayList<>();
        List<Runnable> services = new ArrayList<>();
        each(Unpooled.wrappedBuffer(fileDescriptorSet), (number, file) -> {
            if (number == 1) {
                schema.readFile(bytes(file), drafts, services);
            }
        });
        drafts.forEach(schema::complete);
        services.forEach(Runnable::run);
        return schema;
    }

    /** A message by its full name. */
    ProtoMessage message(String name) {
        return found(messages.get(name), name);
    }

    /** A method by its full name, {@code package.Service/Method}; null where there is none. */
    @Nullable
    Call call(String name) {
        return calls.get(name);
    }

    private static <T> T found(@Nullable T type, String name) {
        if (type == null) {
            throw new IllegalArgumentException("type: " + name + " (expected: one of the schema's)");
        }
        return type;
    }

    private void readFile(ByteBuf file, List<Draft> drafts, List<Runnable> services) {
        String[] prefix = {""};
        each(file, (number, value) -> {
            switch (number) {
                case 2 -> prefix[0] = text(value) + ".";
                case 4 -> readMessage(bytes(value), prefix[0], drafts);
                case 5 -> readEnum(bytes(value), prefix[0]);
                case 6 -> {
                    ByteBuf service = bytes(value);
                    services.add(() -> readService(service, prefix[0]));
                }
                default -> {
                    // Nothing that says how messages look.
                }
            }
        });
    }

    private void readMessage(ByteBuf message, String prefix, List<Draft> drafts) {
        ProtoMessage read = new ProtoMessage();
        String[] name = {prefix};
        each(message, (number, value) -> {
            switch (number) {
                case 1 -> {
                    name[0] = prefix + text(value);
                    messages.put(name[0], read);
                }
                case 2 -> drafts.add(readField(bytes(value), read));
                case 3 -> readMessage(bytes(value), name[0] + ".", drafts);
                case 4 -> readEnum(bytes(value), name[0] + ".");
                default -> {
                    // Options and ranges.
                }
            }
        });
    }

    private static Draft readField(ByteBuf field, ProtoMessage owner) {
        Map<Integer, Object> values = new HashMap<>();
        each(field, values::put);
        String name = text(values.getOrDefault(1, Unpooled.EMPTY_BUFFER));
        Object jsonName = values.get(10);
        return new Draft(
                owner,
                name,
                jsonName == null ? camel(name) : text(jsonName),
                number(values, 3),
                number(values, 5),
                number(values, 4) == 3,
                text(values.getOrDefault(6, Unpooled.EMPTY_BUFFER)));
    }

    private void readEnum(ByteBuf description, String prefix) {
        ProtoEnum read = new ProtoEnum();
        each(description, (number, value) -> {
            if (number == 1) {
                enums.put(prefix + text(value), read);
            } else if (number == 2) {
                Map<Integer, Object> values = new HashMap<>();
                each(bytes(value), values::put);
                read.add(number(values, 2), text(values.getOrDefault(1, Unpooled.EMPTY_BUFFER)));
            }
        });
    }

    private void readService(ByteBuf service, String prefix) {
        String[] name = {""};
        each(service, (number, value) -> {
            if (number == 1) {
                name[0] = prefix + text(value);
            } else if (number == 2) {
                Map<Integer, Object> values = new HashMap<>();
                each(bytes(value), values::put);
                calls.put(
                        name[0] + "/" + text(Objects.requireNonNull(values.get(1))),
                        new Call(
                                message(typeName(text(Objects.requireNonNull(values.get(2))))),
                                message(typeName(text(Objects.requireNonNull(values.get(3)))))));
            }
        });
    }

    private void complete(Draft draft) {
        ProtoField.Type type = ProtoField.Type.of(draft.type());
        String name = typeName(draft.typeName());
        draft.owner()
                .add(new ProtoField(
                        draft.name(),
                        draft.jsonName(),
                        draft.number(),
                        type,
                        draft.repeated(),
                        type == ProtoField.Type.MESSAGE ? message(name) : null,
                        type == ProtoField.Type.ENUM ? found(enums.get(name), name) : null));
    }

    private static String typeName(String name) {
        return name.startsWith(".") ? name.substring(1) : name;
    }

    private static String camel(String name) {
        StringBuilder out = new StringBuilder();
        boolean upper = false;
        for (char c : name.toCharArray()) {
            if (c == '_') {
                upper = true;
            } else {
                out.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return out.toString();
    }

    /** Calls {@code action} with each field: a {@code Long}, or a {@code ByteBuf}. */
    private static void each(ByteBuf in, BiConsumer<Integer, Object> action) {
        while (in.isReadable()) {
            int tag = (int) ProtoWire.readVarint(in);
            Object value = switch (tag & 7) {
                case ProtoField.VARINT -> ProtoWire.readVarint(in);
                case ProtoField.FIXED64 -> in.readLongLE();
                case ProtoField.FIXED32 -> (long) in.readIntLE();
                default -> in.readSlice((int) ProtoWire.readVarint(in));
            };
            action.accept(tag >>> 3, value);
        }
    }

    private static ByteBuf bytes(Object value) {
        return (ByteBuf) value;
    }

    private static String text(Object value) {
        return bytes(value).toString(StandardCharsets.UTF_8);
    }

    private static int number(Map<Integer, Object> values, int field) {
        return values.get(field) instanceof Long number ? (int) (long) number : 0;
    }
}
