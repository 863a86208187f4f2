package dev.outboard.im.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.im.client.GroupFeed.Answer;
import dev.outboard.im.client.GroupFeed.Outcome;
import dev.outboard.im.client.GroupFeed.Page;
import dev.outboard.im.client.GroupFeed.Told;
import dev.outboard.im.client.GroupFeed.Wanted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupFeedTest {
    private static final long EPOCH = 5;

    private final List<String> handed = new ArrayList<>();
    private final FeedCounters counters = new FeedCounters();
    private final GroupFeed feed = new GroupFeed(
            1,
            new Feed() {
                @Override
                public void onMessage(ChatMessage message) {
                    handed.add(message.epoch() + ":" + message.sequence());
                }

                @Override
                public void onVoid(int groupId, long epoch, long upTo) {
                    handed.add("void to " + epoch + ":" + upTo);
                }

                @Override
                public void onLost(int groupId, long epoch, long after) {
                    handed.add("lost after " + epoch + ":" + after);
                }
            },
            counters);

    @Test
    void messages_areHandedOnAsTheyCome() {
        live(10);
        assertThat(feed.pushed(message(11))).isNull();
        assertThat(feed.pushed(message(12))).isNull();
        assertThat(handed).containsExactly("5:11", "5:12");
    }

    @Test
    void messagesSeenBefore_areThrownAway() {
        live(10);
        feed.pushed(message(11));
        feed.pushed(message(11));
        feed.pushed(message(9));
        assertThat(handed).containsExactly("5:11");
        assertThat(counters.counts().filtered()).isEqualTo(2);
    }

    @Test
    void pushesBeforeTheAnswer_comeBehindWhatIsInIt() {
        live(10);
        feed.disconnected();
        feed.asked();
        assertThat(feed.pushed(message(13))).isNull();
        assertThat(feed.isLive()).isFalse();
        assertThat(feed.subscribed(answer(12, false, 11, 12))).isNull();
        assertThat(handed).containsExactly("5:11", "5:12", "5:13");
        assertThat(feed.isLive()).isTrue();
    }

    @Test
    void gap_isFilledFromHistory_beforeWhatCameBehindIt() {
        live(10);
        assertThat(feed.pushed(message(13))).isEqualTo(new Wanted(EPOCH, 10));
        assertThat(feed.pushed(message(14))).isNull();
        assertThat(feed.filled(page(14, false, true, 11))).isEqualTo(new Wanted(EPOCH, 11));
        assertThat(feed.filled(page(14, false, false, 12, 13, 14))).isNull();
        assertThat(handed).containsExactly("5:11", "5:12", "5:13", "5:14");
        assertThat(counters.counts().gaps()).isEqualTo(1);
        assertThat(counters.counts().filtered()).isEqualTo(2);
    }

    @Test
    void numbersThatStandForNothing_arePassedOver_andSaid() {
        live(10);
        assertThat(feed.pushed(message(12))).isEqualTo(new Wanted(EPOCH, 10));
        assertThat(feed.pushed(message(15))).isNull();
        assertThat(feed.filled(page(13, false, false, 12))).isEqualTo(new Wanted(EPOCH, 13));
        assertThat(feed.filled(page(15, false, false, 15))).isNull();
        assertThat(handed).containsExactly("void to 5:11", "5:12", "void to 5:13", "void to 5:14", "5:15");
        assertThat(feed.isLive()).isTrue();
    }

    @Test
    void markerOfAGap_asksForWhatIsBehindTheLastMessage() {
        live(10);
        assertThat(feed.missed(EPOCH)).isEqualTo(new Wanted(EPOCH, 10));
        assertThat(feed.filled(page(12, false, false, 11, 12))).isNull();
        assertThat(handed).containsExactly("5:11", "5:12");
    }

    @Test
    void markerOfAnything_asksForEveryEpochOfThisServer() {
        live(10);
        feed.pushed(message(6, 3));
        assertThat(feed.missedAnything()).isEqualTo(new Wanted(EPOCH, 10));
        assertThat(feed.filled(page(11, false, false, 11))).isEqualTo(new Wanted(6, 3));
        assertThat(feed.filled(new Page(3, false, false, List.of()))).isNull();
        assertThat(handed).containsExactly("6:3", "5:11");
        assertThat(feed.isLive()).isTrue();
    }

    @Test
    void whatIsNotKeptAnyMore_isSaid_andPassedOver() {
        live(10);
        feed.pushed(message(20));
        assertThat(feed.filled(page(20, true, false))).isNull();
        assertThat(handed).containsExactly("lost after 5:10", "5:20");
        assertThat(counters.counts().lost()).isEqualTo(1);
    }

    @Test
    void partialRecovery_readsOnFromHistory() {
        live(10);
        feed.disconnected();
        feed.asked();
        feed.pushed(message(14));
        assertThat(feed.subscribed(answer(13, true, 11))).isEqualTo(new Wanted(EPOCH, 11));
        assertThat(feed.filled(page(14, false, false, 12, 13, 14))).isNull();
        assertThat(handed).containsExactly("5:11", "5:12", "5:13", "5:14");
    }

    @Test
    void lostHistory_goesOnFromThePositionOfTheAnswer() {
        live(10);
        feed.disconnected();
        feed.asked();
        Answer anew = new Answer(List.of(new Told(6, 40, Outcome.LOST)), List.of());
        assertThat(feed.subscribed(anew)).isNull();
        feed.pushed(message(6, 41));
        assertThat(handed).containsExactly("lost after 5:10", "6:41");
    }

    @Test
    void epochs_haveNumbersOfTheirOwn() {
        live(10);
        feed.pushed(message(6, 1));
        feed.pushed(message(11));
        feed.pushed(message(6, 2));
        feed.pushed(message(12));
        assertThat(handed).containsExactly("6:1", "5:11", "6:2", "5:12");
        assertThat(feed.positions().last(6)).isEqualTo(2);
    }

    @Test
    void answerOfSeveralEpochs_isCompletedOneByOne() {
        live(10);
        feed.pushed(message(6, 1));
        feed.disconnected();
        feed.asked();
        Answer answer = new Answer(
                List.of(
                        new Told(EPOCH, 12, Outcome.PARTIAL),
                        new Told(6, 3, Outcome.PARTIAL),
                        new Told(8, 4, Outcome.COMPLETE)),
                List.of(message(11), message(6, 2), message(8, 4)));
        assertThat(feed.subscribed(answer)).isEqualTo(new Wanted(EPOCH, 11));
        assertThat(feed.pushed(message(13))).isNull();
        assertThat(feed.filled(page(12, false, false, 12))).isEqualTo(new Wanted(6, 2));
        assertThat(feed.isLive()).isFalse();
        assertThat(feed.filled(new Page(3, false, false, List.of(message(6, 3)))))
                .isNull();
        assertThat(handed).containsExactly("6:1", "5:11", "6:2", "8:4", "5:12", "6:3", "5:13");
        assertThat(feed.isLive()).isTrue();
    }

    @Test
    void pushes_ofAConnectionThatIsGone_areNotSeen() {
        live(10);
        feed.disconnected();
        assertThat(feed.pushed(message(11))).isNull();
        assertThat(handed).isEmpty();
        assertThat(feed.positions().last(EPOCH)).isEqualTo(10);
    }

    private void live(long position) {
        feed.asked();
        assertThat(feed.subscribed(answer(position, false))).isNull();
    }

    private static Answer answer(long position, boolean partial, long... numbers) {
        Outcome outcome = partial ? Outcome.PARTIAL : Outcome.COMPLETE;
        return new Answer(List.of(new Told(EPOCH, position, outcome)), messages(numbers));
    }

    private static Page page(long last, boolean lost, boolean more, long... numbers) {
        return new Page(last, lost, more, messages(numbers));
    }

    private static List<ChatMessage> messages(long... numbers) {
        return Arrays.stream(numbers).mapToObj(GroupFeedTest::message).toList();
    }

    private static ChatMessage message(long sequence) {
        return message(EPOCH, sequence);
    }

    private static ChatMessage message(long epoch, long sequence) {
        return new ChatMessage(1, epoch, sequence, 7, 0, 0, "", new long[0]);
    }
}
