package dev.outboard.im.client;

import dev.outboard.codec.WireReader;
import dev.outboard.im.client.GroupFeed.Outcome;
import dev.outboard.im.client.GroupFeed.Told;
import dev.outboard.im.client.GroupFeed.Wanted;
import dev.outboard.im.v1.HistoryPageDecoder;
import dev.outboard.im.v1.HistoryRequestEncoder;
import dev.outboard.im.v1.LanePositionDecoder;
import dev.outboard.im.v1.RecoveredDecoder;
import dev.outboard.im.v1.RecoveryEnum;
import dev.outboard.im.v1.SubscriptionEncoder;
import dev.outboard.rpc.MessageWriter;
import java.util.ArrayList;
import java.util.List;

/** What a recovering user asks for, and what is answered, on the wire: the one place that knows how positions go there. */
final class Answers {
    private Answers() {}

    /** Asks for what came behind the positions, where there are any. */
    static MessageWriter subscription(int groupId, Positions positions) {
        boolean recover = !positions.isEmpty();
        long epoch = positions.epoch();
        long sequence = positions.last(epoch);
        List<Wanted> others = positions.others();
        return out -> {
            SubscriptionEncoder request = new SubscriptionEncoder()
                    .wrap(out)
                    .groupId(groupId)
                    .recover(recover)
                    .epoch(epoch)
                    .sequence(sequence);
            for (Wanted other : others) {
                request.beginPositions().epoch(other.epoch()).sequence(other.after());
                request.endPositions();
            }
        };
    }

    static GroupFeed.Answer recovered(WireReader reply) {
        RecoveredDecoder answer = new RecoveredDecoder().wrap(reply);
        List<ChatMessage> messages = new ArrayList<>(answer.messagesCount());
        for (int i = 0; i < answer.messagesCount(); i++) {
            messages.add(ChatMessage.of(answer.messages(i)));
        }
        return new GroupFeed.Answer(told(answer), messages);
    }

    /** One server alone tells one epoch; where several share groups each lane is told. */
    private static List<Told> told(RecoveredDecoder answer) {
        if (answer.lanesCount() == 0) {
            return List.of(new Told(answer.epoch(), answer.sequence(), outcome(answer.recovery())));
        }
        List<Told> told = new ArrayList<>(answer.lanesCount());
        for (int i = 0; i < answer.lanesCount(); i++) {
            LanePositionDecoder lane = answer.lanes(i);
            told.add(new Told(lane.epoch(), lane.sequence(), outcome(lane.recovery())));
        }
        return told;
    }

    private static Outcome outcome(RecoveryEnum recovery) {
        return switch (recovery) {
            case RECOVERY_PARTIAL -> Outcome.PARTIAL;
            case RECOVERY_LOST -> Outcome.LOST;
            default -> Outcome.COMPLETE;
        };
    }

    static MessageWriter history(int groupId, Wanted wanted) {
        return out -> new HistoryRequestEncoder()
                .wrap(out)
                .groupId(groupId)
                .epoch(wanted.epoch())
                .since(wanted.after());
    }

    static GroupFeed.Page page(WireReader reply) {
        HistoryPageDecoder page = new HistoryPageDecoder().wrap(reply);
        List<ChatMessage> messages = new ArrayList<>(page.messagesCount());
        for (int i = 0; i < page.messagesCount(); i++) {
            messages.add(ChatMessage.of(page.messages(i)));
        }
        return new GroupFeed.Page(page.sequence(), page.lost(), page.more(), messages);
    }
}
