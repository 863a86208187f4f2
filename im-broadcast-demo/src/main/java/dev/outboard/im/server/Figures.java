package dev.outboard.im.server;

import java.util.List;

/** The figures of one server. */
final class Figures {
    private static final String DROPPED = "im.recipients.dropped";
    private static final String DROPPED_TEXT = "Recipients who did not get a message, by reason";

    private Figures() {}

    static List<Figure> of(Counters counters, Dispatcher dispatcher, UserTable table) {
        return List.of(
                Figure.counter("im.messages", "Messages published", counters.broadcasts::sum),
                Figure.counter("im.recipients.offered", "Recipients of all messages", counters.offered::sum),
                Figure.counter("im.recipients.written", "Recipients whose copy has gone out", dispatcher::written),
                Figure.counter(DROPPED, "queue-full", DROPPED_TEXT, counters.queueFull::sum),
                Figure.counter(DROPPED, "slow-consumer", DROPPED_TEXT, counters.slowConsumer::sum),
                Figure.counter(DROPPED, "timeout", DROPPED_TEXT, counters.timedOut::sum),
                Figure.counter(DROPPED, "refused", DROPPED_TEXT, counters.refused::sum),
                Figure.counter(DROPPED, "offline", DROPPED_TEXT, counters.offline::sum),
                Figure.counter(DROPPED, "closed", DROPPED_TEXT, dispatcher::closed),
                Figure.gauge("im.recipients.in.flight", "Recipients whose fate is not known yet", dispatcher::inFlight),
                Figure.gauge("im.queued", "Messages, or tasks, that wait for a worker", dispatcher::queued),
                Figure.gauge("im.users", "Users known", table::userCount),
                Figure.gauge("im.groups", "Groups with members", table::groupCount),
                Figure.gauge(
                        "im.process.rss.bytes",
                        "Resident memory",
                        () -> ProcessMemory.now().rssBytes()));
    }
}
