package dev.outboard.im.config;

import java.util.Locale;
import java.util.Map;

/**
 * What one source says. Immutable.
 *
 * @param source its rank
 * @param origin what it is called, for people: a file's name, a profile's; may be empty
 * @param values the texts by the names of settings
 */
public record Layer(Source source, String origin, Map<String, String> values) {
    /** Copies the values. */
    public Layer {
        values = Map.copyOf(values);
    }

    /** What people read of where a value is from. */
    String label() {
        String name = source.name().toLowerCase(Locale.ROOT);
        return origin.isEmpty() ? name : name + " " + origin;
    }
}
