package dev.outboard.im.client;

import dev.outboard.codec.WireReader;
import dev.outboard.im.client.GroupFeed.Wanted;
import dev.outboard.im.v1.MembershipEncoder;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The groups of a user: subscribes to them over a connection and asks for what is missing. Used under the user's lock. */
final class Feeds {
    private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(10);

    private final Map<Integer, GroupFeed> feeds = new LinkedHashMap<>();
    private final Line line;

    /** What groups need of their user. */
    interface Line {
        /** Makes a call; its end is passed over once the connection is not the user's any more. */
        void call(
                ClientConnection to,
                Method method,
                MessageWriter request,
                Consumer<WireReader> onReply,
                Consumer<Status> onFailure);

        /** Runs something in a while, if the connection is the user's still. */
        void later(ClientConnection to, Runnable action);

        /** There is no right to be in a group: the user gives up. */
        void refused(ClientConnection from, String reason);

        /** The user is a member of every group over this connection. */
        void joined();
    }

    Feeds(List<Integer> groups, Feed feed, FeedCounters counters, Line line) {
        this.line = line;
        for (int groupId : groups) {
            feeds.put(groupId, new GroupFeed(groupId, feed, counters));
        }
    }

    /** Whether every group's messages come as they are published. */
    boolean areLive() {
        return feeds.values().stream().allMatch(GroupFeed::isLive);
    }

    /** Whether the user is a member of each, over the connection that there is. */
    boolean areSubscribed() {
        return feeds.values().stream().allMatch(GroupFeed::isSubscribed);
    }

    /** The number of the last message that was seen of a group and epoch; 0 for none. */
    long lastSeen(int groupId, long epoch) {
        GroupFeed feed = feeds.get(groupId);
        return feed == null ? 0 : feed.positions().last(epoch);
    }

    /** The user has signed in over a connection. */
    void signedIn(ClientConnection to) {
        Collection<GroupFeed> all = feeds.values();
        all.forEach(feed -> subscribe(to, feed));
        if (all.isEmpty()) {
            line.joined();
        }
    }

    /** The connection is gone. */
    void disconnected() {
        feeds.values().forEach(GroupFeed::disconnected);
    }

    /** A message was pushed. */
    void pushed(ClientConnection from, ChatMessage message) {
        GroupFeed feed = feeds.get(message.groupId());
        if (feed != null) {
            ask(from, feed, feed.pushed(message));
        }
    }

    /** A marker of missed messages was pushed; group 0 stands for all, with every epoch. */
    void missed(ClientConnection from, int groupId, long epoch) {
        for (GroupFeed feed : feeds.values()) {
            if (groupId == 0) {
                ask(from, feed, feed.missedAnything());
            } else if (feed.groupId() == groupId) {
                ask(from, feed, feed.missed(epoch));
            }
        }
    }

    /** Ends the memberships; returns how many calls are made for that, each of which ends with {@code each}. */
    int leave(ClientConnection to, Runnable each) {
        for (GroupFeed feed : feeds.values()) {
            int groupId = feed.groupId();
            // Each of them ends, also where the connection does.
            to.call(
                    ChatMethods.LEAVE,
                    out -> new MembershipEncoder().wrap(out).groupId(groupId),
                    LEAVE_TIMEOUT,
                    new ReplyHandler() {
                        @Override
                        public void onReply(WireReader reply) {
                            each.run();
                        }

                        @Override
                        public void onFailure(Status status) {
                            each.run();
                        }
                    });
        }
        return feeds.size();
    }

    private void subscribe(ClientConnection to, GroupFeed feed) {
        feed.asked();
        line.call(
                to,
                ChatMethods.SUBSCRIBE,
                Answers.subscription(feed.groupId(), feed.positions()),
                reply -> subscribed(to, feed, Answers.recovered(reply)),
                status -> again(to, status, () -> subscribe(to, feed)));
    }

    private void subscribed(ClientConnection to, GroupFeed feed, GroupFeed.Answer answer) {
        ask(to, feed, feed.subscribed(answer));
        if (areSubscribed()) {
            line.joined();
        }
    }

    private void ask(ClientConnection to, GroupFeed feed, @Nullable Wanted wanted) {
        if (wanted != null) {
            line.call(
                    to,
                    ChatMethods.HISTORY,
                    Answers.history(feed.groupId(), wanted),
                    reply -> ask(to, feed, feed.filled(Answers.page(reply))),
                    status -> again(to, status, () -> ask(to, feed, wanted)));
        }
    }

    /** Asks once more where the server had no room; anything else is for another connection to get over. */
    private void again(ClientConnection to, Status status, Runnable question) {
        if (status.code() == StatusCode.PERMISSION_DENIED) {
            line.refused(to, "group: " + status);
        } else if (status.code() == StatusCode.RESOURCE_EXHAUSTED) {
            line.later(to, question);
        } else {
            to.close();
        }
    }
}
