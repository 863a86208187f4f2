package dev.outboard.codec;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * Tells the flight recorder that a memory budget is nearly used up, or refused a reservation: {@code dev.outboard.BudgetPressure}.
 * Where the JDK has no recorder (module {@code jdk.jfr}, which a runtime made by jlink may lack), or records no such events, nothing
 * is made. Any thread.
 */
final class BudgetPressure {
    private static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private BudgetPressure() {}

    /** A reservation was refused, or has brought the account above its mark. */
    static void tell(long requestedBytes, long reservedBytes, long budgetBytes, boolean refused) {
        if (PRESENT && Recorded.PROBE.isEnabled()) {
            Recorded event = new Recorded();
            event.requestedBytes = requestedBytes;
            event.reservedBytes = reservedBytes;
            event.budgetBytes = budgetBytes;
            event.refused = refused;
            event.commit();
        }
    }

    /** In a class of its own, which is not loaded where {@code jdk.jfr} is absent. */
    @Name("dev.outboard.BudgetPressure")
    @Label("Budget Pressure")
    @Description("A memory budget refused a reservation, or nine tenths of it became reserved")
    @Category("Outboard")
    @StackTrace(false)
    static final class Recorded extends Event {
        static final Recorded PROBE = new Recorded();

        @Label("Requested")
        @DataAmount
        long requestedBytes;

        @Label("Reserved")
        @Description("Before a refusal; with what was requested, else")
        @DataAmount
        long reservedBytes;

        @Label("Budget")
        @DataAmount
        long budgetBytes;

        @Label("Refused")
        boolean refused;
    }
}
