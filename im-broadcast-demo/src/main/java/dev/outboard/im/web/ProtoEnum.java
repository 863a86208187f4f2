package dev.outboard.im.web;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of an enum's numbers. Filled while the schema is read, then only looked at by any thread. */
final class ProtoEnum {
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    void add(int number, String name) {
        names.putIfAbsent(number, name);
        numbers.put(name, number);
    }

    @Nullable
    String name(int number) {
        return names.get(number);
    }

    @Nullable
    Integer number(String name) {
        return numbers.get(name);
    }
}
