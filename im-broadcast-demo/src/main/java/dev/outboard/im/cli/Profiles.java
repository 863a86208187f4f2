package dev.outboard.im.cli;

import dev.outboard.im.config.ConfigException;
import java.util.Map;

/** Sets of values for a kind of machine, in the place of the defaults. */
final class Profiles {
    /** A box with 512 MB: what the launcher gives its JVM fits to it, {@code outboard.jvm.edge} in the parent pom. */
    static final String EDGE = "edge";

    private static final Map<String, String> EDGE_VALUES = Map.ofEntries(
            Map.entry("event-loops", "1"),
            Map.entry("rpc-workers", "1"),
            Map.entry("workers", "1"),
            Map.entry("queue", "2048"),
            Map.entry("outbound-bytes", "65536"),
            Map.entry("send-buffer", "8192"),
            Map.entry("budget", "64"),
            Map.entry("max-connections", "2000"),
            Map.entry("max-users", "10000"),
            Map.entry("max-groups", "1000"),
            Map.entry("max-groups-per-user", "100"));

    private Profiles() {}

    /** The values of a profile; none of no profile. */
    static Map<String, String> values(String name) {
        if (name.equals(EDGE)) {
            return EDGE_VALUES;
        } else if (name.equals("none")) {
            return Map.of();
        }
        throw new ConfigException("profile: " + name + " (expected: none or edge)");
    }
}
