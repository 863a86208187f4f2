package dev.outboard.bench.hostile;

import dev.outboard.rpc.hostile.Attack;
import dev.outboard.rpc.hostile.Attacks;
import dev.outboard.rpc.hostile.Family;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be run.
 *
 * @param codecs "safe", "unsafe" or both
 * @param attacks by name, in their order
 * @param faults accidents, in their order
 * @param callsPerSecond of the honest client
 * @param beforeMillis without an attack, before each
 * @param duringMillis the least time that each attack goes on
 * @param frames of a flood
 * @param crowd connections at a time
 * @param calls in flight when one end is killed or shut down
 */
record HostilePlan(
        List<String> codecs,
        List<String> attacks,
        List<FaultScenario> faults,
        double callsPerSecond,
        int beforeMillis,
        int duringMillis,
        int frames,
        int crowd,
        int calls) {
    private static final double RATE = 1_000;
    private static final int CALLS = 10_000;

    HostilePlan {
        codecs = List.copyOf(codecs);
        attacks = List.copyOf(attacks);
        faults = List.copyOf(faults);
    }

    /** Everything. */
    static HostilePlan all() {
        return new HostilePlan(
                List.of("safe", "unsafe"),
                ids(Attacks.all()),
                List.of(FaultScenario.values()),
                RATE,
                500,
                1_000,
                20_000,
                100,
                CALLS);
    }

    /** All floods and resets, one attack of each other family, and five accidents, in short. */
    static HostilePlan smoke() {
        Set<String> some = new LinkedHashSet<>();
        for (Family family : Family.values()) {
            List<Attack> attacks = Attacks.named(Attacks.id(family));
            boolean all = family == Family.FLOOD || family == Family.RESETS;
            some.addAll(ids(all ? attacks : attacks.subList(0, 1)));
        }
        return new HostilePlan(
                List.of("safe"),
                List.copyOf(some),
                List.of(
                        FaultScenario.SERVER_KILLED_IN_CALLS,
                        FaultScenario.CLIENT_KILLED_IN_STREAMS,
                        FaultScenario.SERVER_CLOSED,
                        FaultScenario.CLIENT_CLOSED,
                        FaultScenario.NETWORK_CUT),
                RATE,
                50,
                100,
                2_000,
                20,
                CALLS);
    }

    /**
     * With other codecs and attacks.
     *
     * @param codec "safe", "unsafe" or "all"; null for the plan's own
     * @param names of attacks, of families, or of accidents; empty for the plan's own
     * @throws IllegalArgumentException for a name that is none
     */
    HostilePlan with(@Nullable String codec, List<String> names) {
        List<String> chosen = codecs;
        if (codec != null) {
            chosen = switch (codec) {
                case "all" -> List.of("safe", "unsafe");
                case "safe", "unsafe" -> List.of(codec);
                default -> throw new IllegalArgumentException("codec: " + codec + " (expected: safe, unsafe or all)");
            };
        }
        Set<String> some = new LinkedHashSet<>();
        Set<FaultScenario> accidents = new LinkedHashSet<>();
        for (String name : names) {
            List<FaultScenario> found = FaultScenario.named(name);
            accidents.addAll(found);
            if (found.isEmpty()) {
                some.addAll(ids(Attacks.named(name)));
            }
        }
        return new HostilePlan(
                chosen,
                names.isEmpty() ? attacks : List.copyOf(some),
                names.isEmpty() ? faults : List.copyOf(accidents),
                callsPerSecond,
                beforeMillis,
                duringMillis,
                frames,
                crowd,
                calls);
    }

    private static List<String> ids(List<Attack> attacks) {
        return attacks.stream().map(Attack::id).toList();
    }
}
