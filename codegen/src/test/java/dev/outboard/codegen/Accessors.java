package dev.outboard.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.MessageOrBuilder;
import dev.outboard.codec.BytesView;
import dev.outboard.codec.Utf8View;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a message through every accessor that its decoder has, and compares with what protobuf-java holds. */
final class Accessors {
    private final Utf8View text = new Utf8View();
    private final BytesView bytes = new BytesView();

    /** Fails unless {@code decoder} shows {@code expected}. */
    void compare(Object decoder, MessageOrBuilder expected) {
        Message message = new Message(expected.getDescriptorForType());
        for (Field field : message.fields) {
            try {
                compare(decoder, field, expected);
            } catch (AssertionError e) {
                throw new AssertionError("field " + field.proto.getFullName(), e);
            }
        }
        for (OneofDescriptor oneof : message.oneofs) {
            int set = expected.hasOneof(oneof)
                    ? expected.getOneofFieldDescriptor(oneof).getNumber()
                    : 0;
            assertThat(Reflected.<Integer>call(decoder, message.caseName(oneof)))
                    .as(oneof.getFullName())
                    .isEqualTo(set);
        }
    }

    private void compare(Object decoder, Field field, MessageOrBuilder expected) {
        if (field.isRepeated()) {
            int count = expected.getRepeatedFieldCount(field.proto);
            assertThat(Reflected.<Integer>call(decoder, field.name + "Count")).isEqualTo(count);
            for (int i = 0; i < count; i++) {
                compareValue(decoder, field, List.of(int.class), expected.getRepeatedField(field.proto, i), i);
            }
            return;
        }
        boolean present = !field.hasPresence() || field.isMapEntryPart() || expected.hasField(field.proto);
        if (field.hasPresence() && !field.isMapEntryPart()) {
            assertThat(Reflected.<Boolean>call(decoder, "has" + field.capital)).isEqualTo(present);
        }
        // A message type can hold itself: what is not there is looked at only where it ends.
        if (present || !field.isMessage()) {
            compareValue(decoder, field, List.of(), expected.getField(field.proto));
        }
    }

    private void compareValue(Object decoder, Field field, List<Class<?>> index, Object expected, Object... i) {
        if (field.isMessage()) {
            compare(Reflected.call(decoder, field.name, index, i), (MessageOrBuilder) expected);
        } else if (field.isBytes()) {
            compareBytes(decoder, field, index, expected, i);
        } else if (field.isEnum()) {
            compareEnum(decoder, field, index, (EnumValueDescriptor) expected, i);
        } else {
            assertThat(Reflected.<Object>call(decoder, field.name, index, i)).isEqualTo(expected);
        }
    }

    private void compareEnum(
            Object decoder, Field field, List<Class<?>> index, EnumValueDescriptor expected, Object... i) {
        assertThat(Reflected.<Integer>call(decoder, field.name + "Number", index, i))
                .isEqualTo(expected.getNumber());
        Object constant = Reflected.call(decoder, field.name, index, i);
        boolean named = field.proto.getEnumType().findValueByNumber(expected.getNumber()) != null;
        assertThat(constant != null).isEqualTo(named);
        if (constant != null) {
            assertThat(Reflected.<Integer>call(constant, "number")).isEqualTo(expected.getNumber());
        }
    }

    /** The same value in all its forms. */
    private void compareBytes(Object decoder, Field field, List<Class<?>> index, Object value, Object... i) {
        byte[] expected = value instanceof String string
                ? string.getBytes(StandardCharsets.UTF_8)
                : ((ByteString) value).toByteArray();
        assertThat(Reflected.<Object>call(decoder, field.name, index, i))
                .isEqualTo(value instanceof String ? value : expected);
        assertThat(Reflected.<Integer>call(decoder, field.name + "Length", index, i))
                .isEqualTo(expected.length);
        byte[] target = new byte[expected.length + 2];
        int copied =
                Reflected.call(decoder, field.name, plus(index, byte[].class, int.class), plusObjects(i, target, 1));
        assertThat(copied).isEqualTo(expected.length);
        assertThat(Arrays.copyOfRange(target, 1, target.length - 1)).isEqualTo(expected);
        assertThat(target[0] | target[target.length - 1]).isZero();
        BytesView view = field.isString() ? text : bytes;
        Object shown = Reflected.call(decoder, field.name + "View", plus(index, view.getClass()), plusObjects(i, view));
        assertThat(shown).isSameAs(view);
        assertThat(view.toArray()).isEqualTo(expected);
        if (field.isString()) {
            StringBuilder appended = new StringBuilder();
            Reflected.call(decoder, "append" + field.capital, plus(index, Appendable.class), plusObjects(i, appended));
            assertThat(appended.toString()).isEqualTo(value);
            assertThat(text.contentEquals((String) value)).isTrue();
        }
    }

    private static List<Class<?>> plus(List<Class<?>> first, Class<?>... more) {
        List<Class<?>> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }

    private static Object[] plusObjects(Object[] first, Object... more) {
        List<Object> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        return all.toArray();
    }
}
