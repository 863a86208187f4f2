package dev.outboard.im.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** All that can be set. Immutable. */
public final class Schema {
    private final Map<String, Setting> byName = new LinkedHashMap<>();

    /** @throws IllegalArgumentException for two settings of one name */
    public Schema(List<Setting> settings) {
        for (Setting setting : settings) {
            if (byName.put(setting.name(), setting) != null) {
                throw new IllegalArgumentException("setting: " + setting.name() + ", twice (expected: once)");
            }
        }
    }

    /** In the order in which they were given. */
    public Collection<Setting> settings() {
        return List.copyOf(byName.values());
    }

    /** Whether there is a setting of that name. */
    public boolean has(String name) {
        return byName.containsKey(name);
    }

    /** @throws ConfigException where there is none of that name, with {@code where} in its message */
    Setting setting(String name, String where) {
        Setting found = byName.get(name);
        if (found == null) {
            throw ConfigException.of(
                    name, "unknown" + where, "one of " + String.join(", ", new TreeSet<>(byName.keySet())));
        }
        return found;
    }
}
