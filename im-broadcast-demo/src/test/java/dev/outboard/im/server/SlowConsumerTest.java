package dev.outboard.im.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.im.chat.DropPolicy;
import dev.outboard.im.server.ChatClient.Delivered;
import dev.outboard.im.server.ChatClient.Page;
import dev.outboard.im.v1.ServerStatsDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that stops reading and goes on later, over real sockets. */
class SlowConsumerTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Pattern GAP = Pattern.compile("5 after (\\d+): (\\d+)");
    private static final int GROUP = 5;
    private static final String TEXT = "x".repeat(8 << 10);

    @ParameterizedTest
    @EnumSource(names = {"DROP_OLDEST", "DROP_NEWEST", "CONFLATE"})
    void whatWasDropped_isToldOf_andIsInHistory(DropPolicy policy) throws InterruptedException {
        ChatOptions options = Servers.history(10_000).withSlowConsumer(policy, 64 << 10);
        try (ImServer server = ImServer.start(Servers.small("pool"), options);
                ChatClient ann = new ChatClient(server.port());
                ChatClient bob = new ChatClient(server.port())) {
            ann.signIn(1);
            ann.join(GROUP);
            bob.signIn(2, "", false, true);
            bob.join(GROUP);
            bob.stall();
            long last = publishUntilDropped(ann);
            bob.readOn();
            Matcher gap = GAP.matcher(String.valueOf(bob.nextGap()));
            assertThat(gap.matches()).isTrue();
            long before = Long.parseLong(gap.group(1));
            assertThat(Integer.parseInt(gap.group(2))).isPositive();
            assertThat(Waiting.until(() -> ann.stat(ServerStatsDecoder::inFlight) == 0, LONG))
                    .isTrue();
            bob.publish(GROUP, "the end");
            List<Long> live = untilTheEnd(bob);
            assertThat(live).isSorted().doesNotHaveDuplicates();
            TreeSet<Long> all = new TreeSet<>(live);
            assertThat(all.headSet(before, true)).hasSize((int) (before - live.get(0) + 1));
            all.addAll(historyAfter(bob, before));
            assertThat(all)
                    .containsExactlyElementsOf(LongStream.rangeClosed(live.get(0), last + 1)
                            .boxed()
                            .toList());
            assertThat(ann.stat(s -> s.offered() - s.written() - s.slowConsumer()))
                    .isZero();
        }
    }

    @Test
    void disconnect_closesWhoDoesNotRead_andNobodyElse() throws InterruptedException {
        ChatOptions options = ChatOptions.defaults().withSlowConsumer(DropPolicy.DISCONNECT, 0);
        try (ImServer server = ImServer.start(Servers.small("pool"), options);
                ChatClient ann = new ChatClient(server.port());
                ChatClient bob = new ChatClient(server.port())) {
            ann.signIn(1);
            ann.join(GROUP);
            bob.signIn(2);
            bob.join(GROUP);
            bob.stall();
            publishUntilDropped(ann);
            assertThat(Waiting.until(() -> ann.stat(ServerStatsDecoder::connections) == 1, LONG))
                    .isTrue();
            assertThat(ann.stat(ServerStatsDecoder::disconnectedSlow)).isEqualTo(1);
            assertThat(Waiting.until(
                            () -> ann.stat(s -> s.offered() - s.written() - s.slowConsumer() - s.closed() - s.offline())
                                    == 0,
                            LONG))
                    .isTrue();
            assertThat(ann.publish(GROUP, "still here")).isEqualTo(2);
        }
    }

    /** Publishes until the server has dropped ten for somebody; returns the last number. */
    private static long publishUntilDropped(ChatClient ann) throws InterruptedException {
        long last = 0;
        for (int sent = 0; sent < 10_000; sent++) {
            ann.publish(GROUP, TEXT);
            last = ann.next().sequence();
            long drops = ann.stat(s -> s.slowConsumer() + s.offline());
            if (drops >= 10) {
                return last;
            }
        }
        throw new AssertionError("nothing was dropped");
    }

    private static List<Long> untilTheEnd(ChatClient client) throws InterruptedException {
        List<Long> live = new ArrayList<>();
        Delivered next;
        do {
            next = client.next();
            assertThat(next).isNotNull();
            live.add(next.sequence());
        } while (!next.text().equals("the end"));
        return live;
    }

    private static List<Long> historyAfter(ChatClient client, long sequence) {
        List<Long> found = new ArrayList<>();
        long at = sequence;
        Page page;
        do {
            page = client.history(GROUP, at, 0, false);
            assertThat(page.lost()).isFalse();
            page.messages().forEach(message -> found.add(message.sequence()));
            at = found.get(found.size() - 1);
        } while (page.more());
        return found;
    }
}
