package dev.outboard.bench.prove;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.outboard.bench.run.Environment;
import java.util.List;

/**
 * What scenarios have shown.
 *
 * @param created when it began, ISO 8601 in UTC
 */
record ProveReport(String created, Environment environment, List<Proof> proofs) {
    ProveReport {
        proofs = List.copyOf(proofs);
    }

    /** Whether every bar was met. */
    @JsonProperty
    boolean passed() {
        return proofs.stream().allMatch(Proof::passed);
    }
}
