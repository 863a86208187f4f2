package dev.outboard.im.load;

import java.util.List;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/**
 * All that a run has found, to be summed up once its event loops are at rest.
 *
 * @param idle the server before the connections
 * @param before the server before the first message
 * @param settled the server when nothing was under way any more
 * @param after the server when the connections had gone
 * @param closed the sessions whose connections closed before the run did so itself
 */
record Evidence(
        ServerSample idle,
        ServerSample before,
        LoadRun.Measured measured,
        ServerSample settled,
        ServerSample after,
        List<Session> sessions,
        List<Session> closed,
        Publisher publisher,
        Pace pace) {
    LoadReport report(LoadOptions options, String load, Deliveries deliveries) {
        long deliveredClosed = closed.stream().mapToLong(Session::delivered).sum();
        long delivered = sessions.stream().mapToLong(Session::delivered).sum();
        long deliveredOpen = delivered - deliveredClosed;
        Books books = Books.close(before, settled, deliveredOpen, deliveredClosed);
        LoadReport.FaultCounts faults = faults(deliveries);
        LoadReport.Published published = published();
        return new LoadReport(
                options,
                load,
                settled,
                new LoadReport.Span(
                        measured.firstMessageNanos(),
                        measured.window().startNanos(),
                        measured.window().endNanos()),
                goodput(deliveries),
                latency(deliveries),
                published,
                books,
                faults,
                memory(),
                measured.generator(),
                Verdict.of(books, faults, published, before, settled, deliveredOpen));
    }

    private LoadReport.Goodput goodput(Deliveries deliveries) {
        double seconds = measured.window().seconds();
        double perSecond = sum(deliveries, Tally::deliveredInWindow) / seconds;
        double groups =
                deliveries.tallies().stream().mapToDouble(Tally::wholeInWindow).sum();
        return new LoadReport.Goodput(perSecond, groups / seconds, sum(deliveries, Tally::bytesInWindow) / seconds);
    }

    private static LoadReport.Latency latency(Deliveries deliveries) {
        Histogram all = new Histogram(Tally.MAX_LATENCY_NANOS, 3);
        deliveries.tallies().forEach(tally -> all.add(tally.latencies()));
        return new LoadReport.Latency(
                all.getTotalCount(),
                all.getValueAtPercentile(50) / 1e6,
                all.getValueAtPercentile(90) / 1e6,
                all.getValueAtPercentile(99) / 1e6,
                all.getValueAtPercentile(99.9) / 1e6,
                all.getMaxValue() / 1e6);
    }

    private LoadReport.Published published() {
        return new LoadReport.Published(
                publisher.sent(), publisher.receipts(), publisher.recipients(), pace.abandoned(), publisher.failures());
    }

    private static LoadReport.FaultCounts faults(Deliveries deliveries) {
        Faults all = new Faults();
        deliveries.tallies().forEach(tally -> all.add(tally.faults()));
        return new LoadReport.FaultCounts(
                all.stray + deliveries.early(), all.malformed, all.unknown, all.altered, all.duplicate, all.reordered);
    }

    private LoadReport.Memory memory() {
        List<ServerSample> samples =
                measured.samples().stream().map(Observer.Timed::sample).toList();
        return new LoadReport.Memory(
                idle.rss(),
                before.rss(),
                median(ServerSample::rss),
                settled.rssPeak(),
                idle.heapUsed(),
                after.heapUsed(),
                samples.stream().mapToLong(ServerSample::ledgerReserved).max().orElse(0),
                after.ledgerUsed(),
                median(ServerSample::threads),
                settled.threadsPeak(),
                perNano(ServerSample::cpuNanos),
                perNano(ServerSample::allocatedBytes) * 1e9,
                samples.size(),
                measured.unanswered());
    }

    /** How much a counter went up in the window, per nanosecond; 0 where there were too few samples. */
    private double perNano(ToLongFunction<ServerSample> counter) {
        List<Observer.Timed> samples = measured.samples();
        if (samples.size() < 2) {
            return 0;
        }
        Observer.Timed first = samples.get(0);
        Observer.Timed last = samples.get(samples.size() - 1);
        return (double) (counter.applyAsLong(last.sample()) - counter.applyAsLong(first.sample()))
                / (last.nanos() - first.nanos());
    }

    private long median(ToLongFunction<ServerSample> value) {
        long[] values = measured.samples().stream()
                .map(Observer.Timed::sample)
                .mapToLong(value)
                .sorted()
                .toArray();
        return values.length == 0 ? 0 : values[values.length / 2];
    }

    private static long sum(Deliveries deliveries, ToLongFunction<Tally> value) {
        return deliveries.tallies().stream().mapToLong(value).sum();
    }
}
