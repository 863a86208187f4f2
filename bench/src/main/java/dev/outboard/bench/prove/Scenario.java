package dev.outboard.bench.prove;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What can be proved. */
enum Scenario {
    IDLE(IdleProof::run),
    JOINS(JoinsProof::run),
    HUGE(HugeProof::run),
    CHURN(ChurnProof::run),
    EDGE(EdgeProof::run),
    NODES(NodesProof::run),
    ABUSE(AbuseProof::run);

    private final Run run;

    /** Runs a scenario. */
    @FunctionalInterface
    interface Run {
        Proof run(ProvePlan plan) throws Exception;
    }

    Scenario(Run run) {
        this.run = run;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    Proof run(ProvePlan plan) throws Exception {
        return run.run(plan);
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(Scenario::id).toList();
    }

    /**
     * By its name.
     *
     * @throws IllegalArgumentException for a name of none
     */
    static Scenario of(String id) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "scenario: " + id + " (expected: one of " + String.join(", ", ids()) + ")"));
    }
}
