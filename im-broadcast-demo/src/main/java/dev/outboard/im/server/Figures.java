package dev.outboard.im.server;

import java.util.List;
import java.util.stream.Stream;

/** The figures of one server. */
final class Figures {
    private static final String DROPPED = "im.recipients.dropped";
    private static final String DROPPED_TEXT = "Recipients who did not get a message, by reason";

    private static final String REFUSED = "im.publishes.refused";
    private static final String REFUSED_TEXT = "Publishes that were not accepted, by reason";
    private static final String TOKENS = "im.tokens.ended";
    private static final String TOKENS_TEXT = "Connections refused or ended for their token, by reason";
    private static final String SLOW = "im.slow.dropped";
    private static final String SLOW_TEXT = "Messages for who does not read, by what went; slow-consumer has them all";
    private static final String EVENTS = "im.events.dropped";
    private static final String EVENTS_TEXT = "Events that were dropped, by reason";

    private Figures() {}

    static List<Figure> of(Counters counters, ChatCounters chat, Dispatcher dispatcher, UserTable table) {
        return Stream.concat(fanout(counters, dispatcher, table).stream(), chat(chat).stream())
                .toList();
    }

    private static List<Figure> chat(ChatCounters chat) {
        return List.of(
                Figure.counter(REFUSED, "user-rate", REFUSED_TEXT, chat.limitedUser::sum),
                Figure.counter(REFUSED, "group-rate", REFUSED_TEXT, chat.limitedGroup::sum),
                Figure.counter(REFUSED, "too-long", REFUSED_TEXT, chat.tooLong::sum),
                Figure.counter(TOKENS, "refused", TOKENS_TEXT, chat.tokensRefused::sum),
                Figure.counter(TOKENS, "expired", TOKENS_TEXT, chat.tokensExpired::sum),
                Figure.counter(SLOW, "oldest", SLOW_TEXT, chat.droppedOldest::sum),
                Figure.counter(SLOW, "newest", SLOW_TEXT, chat.droppedNewest::sum),
                Figure.counter(SLOW, "conflated", SLOW_TEXT, chat.conflated::sum),
                Figure.counter(
                        "im.slow.disconnected", "Connections closed for not reading", chat.disconnectedSlow::sum),
                Figure.gauge("im.slow.backlog.bytes", "What waits for those who do not read", chat.backlogBytes::sum),
                Figure.counter(EVENTS, "queue-full", EVENTS_TEXT, chat.eventsQueueFull::sum),
                Figure.counter(EVENTS, "typing", EVENTS_TEXT, chat.typingShed::sum),
                Figure.counter(EVENTS, "presence", EVENTS_TEXT, chat.presenceShed::sum),
                Figure.counter("im.publishes.repeated", "Answered from the window of keys", chat.repeats::sum),
                Figure.counter("im.history.recovered", "Subscribers who got what they had missed", chat.recovered::sum),
                Figure.counter("im.history.lost", "Subscribers who heard that it is gone", chat.historyLost::sum));
    }

    private static List<Figure> fanout(Counters counters, Dispatcher dispatcher, UserTable table) {
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
