package dev.outboard.im.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is in force: one value for each setting, and where it is from. Immutable. */
public final class Configuration {
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /**
     * One setting's value.
     *
     * @param setting which
     * @param value what its reader made of the text, or its initial value; null for none
     * @param text the value as text, empty for none, and not the secret itself where it is one
     * @param source the rank of the layer that won
     * @param label the source for people
     */
    public record Entry(Setting setting, @Nullable Object value, String text, Source source, String label) {}

    private Configuration() {}

    /**
     * Puts the layers upon each other, by the rank of their sources, whatever their order here.
     *
     * @throws ConfigException for a name that is not in the schema, or a text that its setting does not take
     */
    public static Configuration of(Schema schema, List<Layer> layers) {
        Configuration made = new Configuration();
        for (Setting setting : schema.settings()) {
            String text = setting.initial() == null ? "" : Values.text(setting.initial());
            made.put(setting, setting.initial(), text, new Layer(Source.DEFAULT, "", Map.of()));
        }
        List<Layer> ranked = new ArrayList<>(layers);
        ranked.sort(Comparator.comparing(Layer::source));
        for (Layer layer : ranked) {
            String where = layer.source() == Source.ADMIN ? "" : " in " + layer.label();
            layer.values().forEach((name, text) -> {
                Setting setting = schema.setting(name, where);
                made.put(setting, setting.read(text, where), text, layer);
            });
        }
        return made;
    }

    private void put(Setting setting, @Nullable Object value, String text, Layer layer) {
        Entry entry = new Entry(setting, value, setting.shown(text), layer.source(), layer.label());
        entries.put(setting.name(), entry);
    }

    /** In the schema's order. */
    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /** @throws IllegalArgumentException for a name that is not in the schema */
    public Entry entry(String name) {
        Entry found = entries.get(name);
        if (found == null) {
            throw new IllegalArgumentException("setting: " + name + " (expected: one of " + entries.keySet() + ")");
        }
        return found;
    }

    /** The value of a setting that is a whole number and has one. */
    public int integer(String name) {
        Object value = entry(name).value();
        if (value instanceof Integer number) {
            return number;
        }
        throw new IllegalArgumentException(name + ": " + value + " (expected: a whole number)");
    }

    /** The value of a setting that is a text; empty for none. */
    public String string(String name) {
        Object value = entry(name).value();
        return value == null ? "" : String.valueOf(value);
    }

    /** The names of the settings whose values differ. */
    List<String> differences(Configuration other) {
        List<String> names = new ArrayList<>();
        entries.forEach((name, entry) -> {
            if (!Objects.equals(entry.value(), other.entry(name).value())) {
                names.add(name);
            }
        });
        return names;
    }
}
