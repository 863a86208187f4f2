package dev.outboard.bench.gc;

import dev.outboard.bench.run.Jdk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What {@link GcBench} is to run.
 *
 * @param cells one after the other
 * @param warmupSeconds load before the window of a run
 * @param liveMib live set
 * @param repeats how often a run is repeated that others disturbed, before it counts as it is
 * @param budgetSeconds what all of it may take; where time runs short, windows are cut and a note says so; 0: no bound
 */
public record GcPlan(List<GcCell> cells, int warmupSeconds, int liveMib, int repeats, int budgetSeconds) {

    /** Heap of every arm's JVM, in MiB. */
    public static final int HEAP_MIB = 1024;

    /** Young generation where its size is fixed, in MiB: fixed, or G1 would give each arm pauses of another size. */
    public static final int YOUNG_MIB = 80;

    private static final int OPEN_RATE = 120_000;

    /** Checks what a command line can get wrong. */
    public GcPlan {
        cells = List.copyOf(cells);
        check("cells", cells.size(), 1, 1000);
        Set<String> ids = new HashSet<>();
        for (GcCell cell : cells) {
            if (!ids.add(cell.id())) {
                throw new IllegalArgumentException("cell: " + cell.id() + " twice (expected: once)");
            }
        }
        check("warm-up seconds", warmupSeconds, 0, 3600);
        check("live MiB", liveMib, 1, HEAP_MIB / 2);
        check("repeats", repeats, 0, 100);
        check("budget seconds", budgetSeconds, 0, 1_000_000);
    }

    /** The demo's part A: at least 300 pauses per arm in three interleaved rounds, about 200 s on two cores. */
    public static GcPlan demo() {
        return new GcPlan(standardCells(3, 300, 12, OPEN_RATE, 2), 1, 300, 1, 240);
    }

    /** What the check stands on: at least 600 pauses per arm in twelve interleaved rounds; below six minutes. */
    public static GcPlan quick() {
        return new GcPlan(standardCells(12, 600, 8, OPEN_RATE, 2).subList(0, 1), 1, 300, 2, 340);
    }

    /** Everything once at a tiny scale, under 30 s: shows that it works, not how fast anything is. */
    public static GcPlan smoke() {
        return new GcPlan(standardCells(1, 2, 2, 20_000, 1), 0, 20, 0, 0);
    }

    private static List<GcCell> standardCells(int rounds, int pauses, int seconds, int rate, int openSeconds) {
        GcCell closed = new GcCell(GcCell.CLOSED, GcConditions.BASE, GcArm.standard(), rounds, pauses, seconds);
        GcCell open = closed.named(GcCell.OPEN)
                .under(GcConditions.BASE.withRate(rate))
                .during(1, 0, openSeconds);
        GcCell limited = open.named(GcCell.LIMITED).under(open.conditions().withLimit(GcConditions.SHORT_MIB));
        return List.of(closed, open, limited);
    }

    /** All arms of all cells. */
    public List<GcArm> arms() {
        return cells.stream()
                .flatMap(cell -> cell.arms().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** The cell of that name. */
    public Optional<GcCell> cell(String id) {
        return cells.stream().filter(cell -> cell.id().equals(id)).findFirst();
    }

    /** Rounds of the closed cell, or of the first where there is none. */
    public int pairs() {
        return cell(GcCell.CLOSED).orElse(cells.get(0)).rounds();
    }

    /** The same with other rounds of the closed cells. */
    public GcPlan withPairs(int pairs) {
        return mapped(
                cell -> cell.conditions().isClosed() ? cell.during(pairs, cell.pausesPerArm(), cell.seconds()) : cell);
    }

    /** The same within that time; 0: no bound. */
    public GcPlan within(int seconds) {
        return new GcPlan(cells, warmupSeconds, liveMib, repeats, seconds);
    }

    /** Some of its cells. */
    GcPlan only(Predicate<GcCell> which) {
        return new GcPlan(cells.stream().filter(which).toList(), warmupSeconds, liveMib, repeats, budgetSeconds);
    }

    GcPlan mapped(UnaryOperator<GcCell> change) {
        return new GcPlan(cells.stream().map(change).toList(), warmupSeconds, liveMib, repeats, budgetSeconds);
    }

    /** Its closed cells in another scenario, named after that. */
    GcPlan over(GcScenario scenario) {
        return only(cell -> cell.conditions().isClosed())
                .mapped(cell -> cell.named(scenario.id() + cell.id().substring(GcCell.CLOSED.length()))
                        .under(cell.conditions().with(scenario)));
    }

    /** Every cell under each of these collectors; under more than one, a cell's name ends with its collector's. */
    GcPlan on(List<GcCollector> collectors) {
        List<GcCell> all = new ArrayList<>();
        for (GcCollector collector : collectors) {
            for (GcCell cell : cells) {
                String id = collector == GcCollector.G1 ? cell.id() : cell.id() + "-" + collector.id();
                all.add(cell.named(id).under(cell.conditions().with(collector)));
            }
        }
        return new GcPlan(all, warmupSeconds, liveMib, repeats, budgetSeconds);
    }

    /** Every cell on each of these JDKs; on more than one, a cell's name ends with its version where that is not the running one's. */
    GcPlan onJdks(List<Jdk> jdks) {
        List<GcCell> all = new ArrayList<>();
        for (Jdk jdk : jdks) {
            for (GcCell cell : cells) {
                String id = jdk.feature() == GcConditions.BASE.jdk() ? cell.id() : cell.id() + "-jdk" + jdk.feature();
                all.add(cell.named(id).under(cell.conditions().on(jdk)));
            }
        }
        return new GcPlan(all, warmupSeconds, liveMib, repeats, budgetSeconds);
    }

    static void check(String name, int actual, int least, int most) {
        if (actual < least || actual > most) {
            throw new IllegalArgumentException(name + ": " + actual + " (expected: " + least + " to " + most + ")");
        }
    }
}
