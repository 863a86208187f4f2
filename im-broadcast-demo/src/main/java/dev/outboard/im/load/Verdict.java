package dev.outboard.im.load;

import java.util.ArrayList;
import java.util.List;

/** Judges a run: which sums do not add up, and which guarantees were broken. */
final class Verdict {
    private final List<String> violations = new ArrayList<>();

    /**
     * @param deliveredOpen received by connections that are open
     */
    static List<String> of(
            Books books,
            LoadReport.FaultCounts faults,
            LoadReport.Published published,
            ServerSample before,
            ServerSample after,
            long deliveredOpen) {
        Verdict verdict = new Verdict();
        verdict.judge(books);
        verdict.judge(faults, after.ordered());
        verdict.equal(
                "written to open connections", Books.writtenToOpen(before, after), "received by them", deliveredOpen);
        // A call without a receipt may have been carried out all the same, so only a full set of them can be compared.
        if (published.taken() == published.sent()) {
            verdict.equal("offered", books.offered(), "recipients of all receipts", published.recipients());
        }
        return List.copyOf(verdict.violations);
    }

    private void judge(Books books) {
        none("offered and found nowhere", books.missing());
        none("in flight after the drain", books.inFlight());
        if (books.delivered() == 0) {
            violations.add("delivered: 0 (expected: some)");
        }
        if (books.lostInTransit() < 0) {
            violations.add("lost in transit: " + books.lostInTransit() + " (expected: 0 or more)");
        }
    }

    private void judge(LoadReport.FaultCounts faults, boolean ordered) {
        none("to no member", faults.stray());
        none("malformed", faults.malformed());
        none("never sent like that", faults.unknown());
        none("altered", faults.altered());
        none("duplicate", faults.duplicate());
        if (ordered) {
            none("out of order", faults.reordered());
        }
    }

    private void none(String what, long count) {
        if (count != 0) {
            violations.add(what + ": " + count + " (expected: 0)");
        }
    }

    private void equal(String what, long value, String other, long expected) {
        if (value != expected) {
            violations.add(what + ": " + value + " (expected: " + expected + ", " + other + ")");
        }
    }
}
