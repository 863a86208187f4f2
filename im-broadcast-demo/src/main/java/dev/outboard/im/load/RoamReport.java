package dev.outboard.im.load;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.outboard.im.client.FeedCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The result of a run with users who reconnect and recover.
 *
 * @param options what was asked for
 * @param servers where to connect to
 * @param load groups and pace, in words
 * @param memberships users in groups, all together
 * @param windowNanos when it was measured, on {@link System#nanoTime}'s clock: the start and the end
 * @param sent messages
 * @param acknowledged of these, those that a server has answered: each of them has to reach every member
 * @param failures of these, those refused for good, by the code of their status
 * @param unanswered of these, those without an answer when the time was up
 * @param complete of the acknowledged ones, those that every member has got
 * @param deliveries to members, over the whole run
 * @param lost deliveries of acknowledged messages that are missing when the time was up
 * @param deliveriesPerSecond in the window, to those who read
 * @param latency from the intended time to the delivery, those included that came by a recovery
 * @param cuts connections that this side has ended
 * @param cutsPerSecond in the time in which it did
 * @param askedAgain users that were made to reconnect at the end, because something was missing
 * @param faults what must not have been
 * @param recovery what the users have been through
 * @param generator what this side had to do for it
 */
public record RoamReport(
        LoadOptions options,
        List<String> servers,
        String load,
        int memberships,
        List<Long> windowNanos,
        long sent,
        long acknowledged,
        Map<String, Long> failures,
        long unanswered,
        long complete,
        long deliveries,
        long lost,
        double deliveriesPerSecond,
        LoadReport.Latency latency,
        long cuts,
        double cutsPerSecond,
        int askedAgain,
        Faults faults,
        FeedCounters.Counts recovery,
        LoadReport.Generator generator) {
    /**
     * What users must not have been handed.
     *
     * @param duplicate messages a second time, past the filter by group, epoch and number
     * @param reordered behind one of the same group and epoch with a higher number
     * @param skipped not the next number, without "history lost", and where the server did not say that it stands for nothing
     * @param altered with another text than was sent
     * @param stray of groups that the user is not in
     * @param unknown never sent like that
     */
    public record Faults(long duplicate, long reordered, long skipped, long altered, long stray, long unknown) {}

    /** What does not add up or breaks a guarantee; empty if all is well. */
    @JsonProperty
    public List<String> violations() {
        List<String> violations = new ArrayList<>();
        none(violations, "deliveries of acknowledged messages lost", lost);
        none(violations, "acknowledged messages that some member has not got", acknowledged - complete);
        none(violations, "without an answer", unanswered);
        none(violations, "history lost", recovery.lost());
        none(violations, "duplicate past the filter", faults.duplicate());
        none(violations, "out of order", faults.reordered());
        none(violations, "numbers skipped", faults.skipped());
        none(violations, "altered", faults.altered());
        none(violations, "to no member", faults.stray());
        none(violations, "never sent like that", faults.unknown());
        if (acknowledged == 0) {
            violations.add("acknowledged: 0 (expected: some)");
        }
        return violations;
    }

    /** Whether every acknowledged message has reached every member once and in order. */
    @JsonProperty
    public boolean ok() {
        return violations().isEmpty();
    }

    /** Whether the load was its own bottleneck, so that its figures say nothing about the server. */
    @JsonProperty("void")
    public boolean isVoid() {
        return generator.saturated();
    }

    private static void none(List<String> violations, String what, long count) {
        if (count != 0) {
            violations.add(what + ": " + count + " (expected: 0)");
        }
    }
}
