package dev.outboard.bench.gc;

import static dev.outboard.bench.gc.GcArm.DIRECT_PER_MESSAGE;
import static dev.outboard.bench.gc.GcArm.LEGACY_FINALIZER_GRAPH;
import static dev.outboard.bench.gc.GcArm.LEGACY_MISSED_FREE;
import static dev.outboard.bench.gc.GcArm.SAFE_POOLED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CauseTest {
    private static final GcRun.Young CHEAP = new GcRun.Young(100, 0, 4, 5.0, 0.5, 0, 0.1, 3.0);

    @Test
    void references_areNamedWhereTheyExplainTheDifference() {
        GcRun.Young graph = new GcRun.Young(100, 25_000, 0, 25.0, 4.5, 15.0, 1.1, 3.0);
        assertThat(cause(LEGACY_FINALIZER_GRAPH, graph))
                .startsWith("A young collection of legacy-finalizer-graph finds 25,000 references of finalizers")
                .contains("(safe-pooled: 4)")
                .contains("takes 20.0 of the 20.0 ms by which it is longer, 15.0 ms of that for what dead owners");
    }

    @Test
    void manyReferences_thatCostLittle_areNotTheCause() {
        GcRun.Young roots = new GcRun.Young(100, 25_000, 0, 25.0, 1.5, 1.0, 0.1, 21.0);
        assertThat(cause(LEGACY_MISSED_FREE, roots))
                .contains("is 20.0 ms longer than one of safe-pooled, which references do not explain")
                .endsWith("the largest part, 18.0 ms, goes into scanning roots in the heap.");
    }

    @Test
    void copying_withoutReferences_isNotBlamedOnThem() {
        GcRun.Young copying = new GcRun.Young(100, 10, 0, 25.0, 20.5, 0, 0.1, 3.0);
        assertThat(cause(LEGACY_MISSED_FREE, copying))
                .contains("references do not explain (10 and 4 found)")
                .endsWith("the largest part, 20.0 ms, goes into copying survivors.");
    }

    @Test
    void finalizers_areBlamedForWhatTheyKeepAlive_whereThereAreAsManyCleaners() {
        GcRun.Young graph = new GcRun.Young(100, 25_000, 0, 20.0, 1.0, 12.0, 0.1, 3.0);
        GcRun.Young cleaners = new GcRun.Young(100, 0, 25_600, 8.0, 1.0, 0, 2.0, 3.0);
        assertThat(Cause.of(
                        List.of(
                                GcRuns.closed(LEGACY_FINALIZER_GRAPH, graph),
                                GcRuns.closed(DIRECT_PER_MESSAGE, cleaners)),
                        LEGACY_FINALIZER_GRAPH,
                        DIRECT_PER_MESSAGE))
                .hasValue(
                        "A young collection of legacy-finalizer-graph finds 25,000 references of finalizers and Cleaners"
                                + " (direct-per-message: 25,600), and keeping alive what dead owners still reach takes 12.0 of the"
                                + " 12.0 ms by which it is longer.");
    }

    @Test
    void noDifference_isSaidToBeNone() {
        GcRun.Young same = new GcRun.Young(100, 30_000, 0, 5.5, 1.0, 0, 0.1, 3.0);
        assertThat(cause(LEGACY_MISSED_FREE, same))
                .isEqualTo(
                        "A young collection of legacy-missed-free takes 5.5 ms and one of safe-pooled 5.0 ms,"
                                + " which is no difference to explain; they find 30,000 and 4 references of finalizers and Cleaners.");
    }

    @Test
    void shorterPauses_areNoDifferenceToExplainEither() {
        GcRun.Young better = new GcRun.Young(100, 30_000, 0, 1.0, 0.2, 0, 0.1, 0.5);
        assertThat(cause(LEGACY_MISSED_FREE, better)).contains("takes 1.0 ms and one of safe-pooled 5.0 ms");
    }

    @Test
    void missingArm_isSaid() {
        assertThat(Cause.of(List.of(GcRuns.closed(LEGACY_MISSED_FREE, CHEAP)), SAFE_POOLED))
                .isEqualTo("No cause can be named: an arm to compare did not run.");
    }

    private static String cause(GcArm arm, GcRun.Young young) {
        return Cause.of(List.of(GcRuns.closed(arm, young), GcRuns.closed(SAFE_POOLED, CHEAP)), SAFE_POOLED);
    }
}
