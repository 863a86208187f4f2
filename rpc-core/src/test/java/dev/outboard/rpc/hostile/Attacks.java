package dev.outboard.rpc.hostile;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** All attacks that there are. */
public final class Attacks {
    private static final List<Attack> ALL = Stream.<Attack[]>of(
                    BadPeer.values(),
                    Lie.values(),
                    Slow.values(),
                    Flood.values(),
                    Reset.values(),
                    HalfClose.values(),
                    Hoard.values(),
                    Crowd.values(),
                    TlsGarbage.values())
            .flatMap(Stream::of)
            .sorted(Comparator.comparing(Attack::family))
            .toList();

    private Attacks() {}

    /** All of them, by family. */
    public static List<Attack> all() {
        return ALL;
    }

    /** Those that can be made on this target: all, or all that need no TLS. */
    public static List<Attack> on(Target target) {
        return ALL.stream()
                .filter(attack -> attack.family() != Family.TLS || target.tls() != null)
                .toList();
    }

    /** Those that break one rule, and whose fault has a name. */
    public static List<Violation> violations() {
        return ALL.stream()
                .filter(Violation.class::isInstance)
                .map(Violation.class::cast)
                .toList();
    }

    /**
     * Those that one name stands for: an attack's {@link Attack#id}, or a family's in the same form.
     *
     * @throws IllegalArgumentException for a name of neither
     */
    public static List<Attack> named(String name) {
        List<Attack> found = ALL.stream()
                .filter(attack ->
                        attack.id().equals(name) || id(attack.family()).equals(name))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("attack: " + name + " (expected: an attack's name, or one of "
                    + String.join(
                            ", ", Stream.of(Family.values()).map(Attacks::id).toList()) + ")");
        }
        return found;
    }

    /** A family's name in tables and on command lines. */
    public static String id(Family family) {
        return family.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
