package dev.outboard.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.OneofDescriptor;
import dev.outboard.codec.MessageDecoder;
import dev.outboard.codec.MessageEncoder;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {
    private static final Schemas SCHEMAS = Schemas.compiled();

    @ParameterizedTest
    @ValueSource(classes = {Object.class, MessageDecoder.class, MessageEncoder.class})
    void everyMethod_thatClassesInherit_isReserved(Class<?> base) {
        Stream<String> inherited = Arrays.stream(base.getDeclaredMethods())
                .filter(method -> (method.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0)
                .map(Method::getName);
        assertThat(Message.RESERVED).containsAll(inherited.toList());
    }

    @ParameterizedTest
    @CsvSource({
        "foo, foo",
        "foo_bar, fooBar",
        "fooBar, fooBar",
        "FooBar, fooBar",
        "FOO, fOO",
        "foo1bar, foo1Bar",
        "foo_1, foo1",
        "_foo, foo",
        "foo__bar, fooBar",
        "foo_, foo",
        "_1, _1",
        "_, _",
        "f, f",
    })
    void camel_isWhatProtocMakesOfIt(String name, String camel) {
        assertThat(Text.camel(name)).isEqualTo(camel);
    }

    @ParameterizedTest
    @CsvSource({
        "Keywords, class, class_", "Keywords, yield, yield_", "Keywords, record, record", "Methods, equals, equals_",
        "Ours, wrap, wrap_", "Ours, value, value", "Ours, has0, has0__50", "Ours, count, count",
    })
    void field_whoseNameIsTaken_getsAnUnderscore(String message, String field, String name) {
        assertThat(name(message, field)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "foo, foo",
        "foo_count, fooCount_2",
        "fooBar, fooBar",
        "foo_bar, fooBar_4",
        "text_view, textView_9",
        "has_message, hasMessage_13",
        "message_value, messageValue_14",
        "put_map, putMap_24",
        "_5, _5",
        "__, __",
        "___, ___39",
    })
    void field_whoseNameIsAnotherFields_getsItsNumber(String field, String name) {
        assertThat(name("Each_Other", field)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"it, itCase__", "It, itCase____", "hash_code, hashCodeCase"})
    void oneof_whoseNameIsTaken_getsUnderscores(String oneof, String name) {
        Message cases = new Message(SCHEMAS.message("test.names.Cases"));
        OneofDescriptor found = cases.oneofs.stream()
                .filter(one -> one.getName().equals(oneof))
                .findFirst()
                .orElseThrow();
        assertThat(cases.caseName(found)).isEqualTo(name);
    }

    private static String name(String message, String name) {
        return new Message(SCHEMAS.message("test.names." + message))
                .fields.stream()
                        .filter(field -> field.proto.getName().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .name;
    }
}
