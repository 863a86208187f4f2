package dev.outboard.im.wire;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.lang.reflect.Method;

/** Carries values between protobuf-java and a flyweight by the names of the fields; for a message with many of them. */
final class ByName {
    private ByName() {}

    static void encode(Message message, Object encoder) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            Class<?> type = parameter(field);
            call(encoder, field.getJsonName(), new Class<?>[] {type}, message.getField(field));
        }
    }

    static Message decode(Object decoder, Message.Builder builder) {
        for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
            builder.setField(field, call(decoder, field.getJsonName(), new Class<?>[0]));
        }
        return builder.build();
    }

    private static Class<?> parameter(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case INT -> int.class;
            case LONG -> long.class;
            case BOOLEAN -> boolean.class;
            case STRING -> CharSequence.class;
            default ->
                throw new IllegalArgumentException("type: " + field.getType() + " (expected: one of the schema)");
        };
    }

    private static Object call(Object flyweight, String name, Class<?>[] types, Object... arguments) {
        try {
            Method method = flyweight.getClass().getMethod(name, types);
            return method.invoke(flyweight, arguments);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(flyweight.getClass().getSimpleName() + "." + name, e);
        }
    }
}
