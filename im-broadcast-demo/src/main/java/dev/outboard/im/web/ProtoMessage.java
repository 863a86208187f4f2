package dev.outboard.im.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message's fields. Filled while the schema is read, then only looked at by any thread. */
final class ProtoMessage {
    private final List<ProtoField> fields = new ArrayList<>();
    private final Map<Integer, ProtoField> byNumber = new HashMap<>();
    private final Map<String, ProtoField> byName = new HashMap<>();

    void add(ProtoField field) {
        fields.add(field);
        byNumber.put(field.number(), field);
        byName.put(field.name(), field);
        byName.put(field.jsonName(), field);
    }

    /** In the order of the schema. */
    List<ProtoField> fields() {
        return fields;
    }

    @Nullable
    ProtoField field(int number) {
        return byNumber.get(number);
    }

    /** By its name in the schema or in JSON. */
    @Nullable
    ProtoField field(String name) {
        return byName.get(name);
    }
}
