package dev.outboard.im.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The books and the verdict: what must not pass does not. */
class VerdictTest {
    private static final LoadReport.FaultCounts NO_FAULTS = new LoadReport.FaultCounts(0, 0, 0, 0, 0, 0);
    private static final ServerSample BEFORE =
            new Sample().offered(1_000).written(900).writtenToOpen(0).build();

    @Test
    void balancedRun_hasNoViolations() {
        assertThat(verdict(new Sample().offered(1_500).written(1_400).writtenToOpen(500), 500, 0))
                .isEmpty();
    }

    @Test
    void books_countOnlyTheRun() {
        ServerSample after = new Sample()
                .offered(1_600)
                .written(1_420)
                .writtenToOpen(500)
                .closed(7)
                .slowConsumer(73)
                .build();
        Books books = Books.close(BEFORE, after, 500, 15);
        assertThat(books.offered()).isEqualTo(600);
        assertThat(books.delivered()).isEqualTo(515);
        // 7 gave up at closed connections; of 20 written to such, 15 arrived.
        assertThat(books.lostInTransit()).isEqualTo(12);
        assertThat(books.missing()).isZero();
        assertThat(books)
                .hasToString(
                        "offered 600 = delivered 515 + dropped(queue-full=0, slow-consumer=73, timeout=0, refused=0)"
                                + " + offline 0 + lost-in-transit(closed) 12 + in-flight(0)");
    }

    @Test
    void recipientFoundNowhere_isAViolation() {
        assertThat(verdict(new Sample().offered(1_501).written(1_400).writtenToOpen(500), 500, 0))
                .contains("offered and found nowhere: 1 (expected: 0)");
    }

    @Test
    void deliveryThatDidNotArrive_onAnOpenConnection_isAViolation() {
        assertThat(verdict(new Sample().offered(1_500).written(1_400).writtenToOpen(500), 499, 0))
                .contains("written to open connections: 500 (expected: 499, received by them)");
    }

    @Test
    void moreReceivedThanWritten_isAViolation() {
        assertThat(verdict(new Sample().offered(1_500).written(1_400).writtenToOpen(500), 500, 3))
                .contains("lost in transit: -3 (expected: 0 or more)");
    }

    @Test
    void runWithoutDeliveries_isAViolation() {
        assertThat(verdict(new Sample().offered(1_000).written(900), 0, 0)).contains("delivered: 0 (expected: some)");
    }

    @Test
    void whatIsInFlightAfterTheDrain_isAViolation() {
        assertThat(verdict(
                        new Sample()
                                .offered(1_501)
                                .written(1_400)
                                .writtenToOpen(500)
                                .inFlight(1),
                        500,
                        0))
                .containsExactly(
                        "in flight after the drain: 1 (expected: 0)",
                        "offered: 501 (expected: 500, recipients of all receipts)");
    }

    @Test
    void faults_areViolations_orderOnlyWherePromised() {
        LoadReport.FaultCounts faults = new LoadReport.FaultCounts(1, 2, 3, 4, 5, 6);
        Sample after = new Sample().offered(1_500).written(1_400).writtenToOpen(500);
        assertThat(verdict(after.ordered(true).build(), faults, 500, 0)).hasSize(6);
        assertThat(verdict(after.ordered(false).build(), faults, 500, 0))
                .hasSize(5)
                .noneMatch(violation -> violation.startsWith("out of order"));
    }

    private static List<String> verdict(Sample after, long open, long closed) {
        return verdict(after.build(), NO_FAULTS, open, closed);
    }

    private static List<String> verdict(
            ServerSample after, LoadReport.FaultCounts faults, long deliveredOpen, long deliveredClosed) {
        Books books = Books.close(BEFORE, after, deliveredOpen, deliveredClosed);
        LoadReport.Published published = new LoadReport.Published(5, 5, Math.min(500, books.offered()), 0, Map.of());
        if (books.missing() != 0) {
            published = new LoadReport.Published(5, 4, 400, 0, Map.of());
        }
        return Verdict.of(books, faults, published, BEFORE, after, deliveredOpen);
    }

    /** A sample with the terms that matter here. */
    private static final class Sample {
        private boolean ordered = true;
        private long offered;
        private long written;
        private long writtenToOpen;
        private long closed;
        private long slowConsumer;
        private long inFlight;

        Sample ordered(boolean value) {
            ordered = value;
            return this;
        }

        Sample offered(long value) {
            offered = value;
            return this;
        }

        Sample written(long value) {
            written = value;
            return this;
        }

        Sample writtenToOpen(long value) {
            writtenToOpen = value;
            return this;
        }

        Sample closed(long value) {
            closed = value;
            return this;
        }

        Sample slowConsumer(long value) {
            slowConsumer = value;
            return this;
        }

        Sample inFlight(long value) {
            inFlight = value;
            return this;
        }

        ServerSample build() {
            return new ServerSample(
                    "pool",
                    "safe",
                    "nio",
                    "17",
                    4,
                    16,
                    ordered,
                    true,
                    0,
                    offered,
                    written,
                    0,
                    slowConsumer,
                    0,
                    0,
                    0,
                    closed,
                    inFlight,
                    0,
                    writtenToOpen,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    true);
        }
    }
}
