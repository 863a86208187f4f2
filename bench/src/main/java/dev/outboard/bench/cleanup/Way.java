package dev.outboard.bench.cleanup;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;

/** A way to see to it that what was opened is closed. */
public enum Way {
    NESTED(Group.LAYERS, "nested", "nested try-with-resources, ten to a method"),
    SCOPE(Group.LAYERS, "scope", "one ReleaseScope, used again and again"),
    SCOPE_NEW(Group.LAYERS, "scope-new", "a new ReleaseScope each time"),
    ARRAY(Group.LAYERS, "array", "an array, closed backwards in a finally block"),
    MANUAL(Group.LAYERS, "manual", "opened and closed by hand, nothing closed where something is thrown between"),
    LOOP_NESTED(Group.LOOP, "loop-nested", "a try-with-resources in each turn"),
    LOOP_SCOPE(Group.LOOP, "loop-scope", "one ReleaseScope, closed in each turn"),
    LOOP_SCOPE_NEW(Group.LOOP, "loop-scope-new", "a new ReleaseScope in each turn"),
    LOOP_ONE_SCOPE(Group.LOOP, "loop-one-scope", "one ReleaseScope, closed behind the loop: Go's defer in a loop"),
    LOOP_ONE_ARRAY(Group.LOOP, "loop-one-array", "one array, closed behind the loop"),
    OWNER_MANUAL(Group.OWNER, "owner-manual", "a new one, closed by hand"),
    OWNER_POOL(Group.OWNER, "owner-pool", "one from a pool, put back by hand"),
    OWNER_CLEANER(Group.OWNER, "owner-cleaner", "a new one behind a java.lang.ref.Cleaner, cleaned by hand"),
    OWNER_CLEANER_LEFT(Group.OWNER, "owner-cleaner-left", "the same, left to the collector"),
    OWNER_DEADLINE(
            Group.OWNER,
            "owner-deadline",
            "a new one with a deadline on a HashedWheelTimer, closed by hand, which cancels the deadline");

    /** The most parts that are open at a time. */
    static final int DEEPEST = 100;

    private final Group group;
    private final String id;
    private final String description;

    Way(Group group, String id, String description) {
        this.group = group;
        this.id = id;
        this.description = description;
    }

    /** What is compared with each other. */
    public enum Group {
        LAYERS(List.of(1, 10, 50, DEEPEST)),
        LOOP(List.of(DEEPEST)),
        OWNER(List.of(1));

        private final List<Integer> depths;

        Group(List<Integer> depths) {
            this.depths = depths;
        }

        /** How many parts an operation opens. */
        public List<Integer> depths() {
            return depths;
        }
    }

    public Group group() {
        return group;
    }

    /** The name in reports. */
    @JsonValue
    public String id() {
        return id;
    }

    String description() {
        return description;
    }

    /** Those of a group. */
    static List<Way> of(Group group) {
        return Arrays.stream(values()).filter(way -> way.group == group).toList();
    }

    /** The way of that name. */
    public static Way of(String id) {
        return Arrays.stream(values())
                .filter(way -> way.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("way: " + id + " (expected: one of "
                        + String.join(", ", Arrays.stream(values()).map(Way::id).toList()) + ")"));
    }
}
