package dev.outboard.im.server;

import dev.outboard.im.chat.FirstAnswer;
import dev.outboard.im.chat.IdempotencyWindow;
import dev.outboard.im.v1.PublishDecoder;
import dev.outboard.im.v1.ReceiptEncoder;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.StatusCode;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Publishes: checks what the sender may, answers what was published before, keeps the message, and hands it to the
 * dispatcher. Under its group's lock a message gets its number, its place in the log and its places in the queues, so that
 * whoever subscribes under the same lock finds it either in the log or in what is pushed. Any thread.
 */
final class PublishHandler {
    /** The longest key, in bytes of UTF-8. */
    static final int MAX_KEY_BYTES = 64;

    private final UserTable table;
    private final Dispatcher dispatcher;
    private final MessageStore store;
    private final ChatCounters counters;
    private final IdempotencyWindow window;
    private final Calls calls;
    private final @Nullable ClusterPublisher shared;
    private final ThreadLocal<Publication> publications = ThreadLocal.withInitial(Publication::new);
    private volatile ChatOptions options;
    private volatile ChatLimits limits;
    private volatile boolean draining;

    /**
     * @param window what was answered under which key
     * @param shared publishes where groups are shared with other nodes; null where they are not
     */
    PublishHandler(
            UserTable table,
            Dispatcher dispatcher,
            MessageStore store,
            ChatOptions options,
            ChatCounters counters,
            Calls calls,
            IdempotencyWindow window,
            @Nullable ClusterPublisher shared) {
        this.table = table;
        this.dispatcher = dispatcher;
        this.store = store;
        this.options = options;
        this.limits = ChatLimits.defaults().withTextBytes(options.maxTextBytes());
        this.counters = counters;
        this.calls = calls;
        this.window = window;
        this.shared = shared;
    }

    /** Where publishes are best run. */
    Execution execution() {
        return dispatcher.publishing();
    }

    /** Holds messages to these from now on. */
    synchronized void limits(ChatLimits newLimits) {
        limits = newLimits;
    }

    /** Refuses messages from now on. */
    void drain() {
        draining = true;
    }

    /** Holds users, groups and texts to these limits from now on; how long keys are remembered stays as it was. */
    synchronized void change(ChatOptions newOptions) {
        options = newOptions;
        limits = limits.withTextBytes(newOptions.maxTextBytes());
    }

    void publish(ServerCall call) {
        Session session = calls.session(call);
        Account sender = session.account();
        Publication publication = publications.get();
        PublishDecoder message = publication.wrap(call.request(), sender.key());
        checkSize(message);
        Account receiver = message.toUser() != 0 ? receiver(session, message) : null;
        Group group = receiver != null ? receiver.inbox() : group(session, message.groupId());
        if (draining) {
            throw new RefusedException(StatusCode.UNAVAILABLE, "server: draining (expected: another one)");
        }
        long now = calls.clock().nanos();
        if (!sender.rate().tryTake(options.userRate(), now)) {
            counters.limitedUser.increment();
            throw new RefusedException(StatusCode.RESOURCE_EXHAUSTED, "user: over the rate (expected: a wait)");
        }
        if (shared != null) {
            Group copyTo = receiver != null && receiver != sender ? sender.inbox() : null;
            shared.publish(call, publication, group, message.toUser(), copyTo, options.groupRate());
            return;
        }
        boolean repeated = false;
        if (message.keyLength() > 0) {
            repeated = !publishOnce(group, publication, key(sender, message), now);
        } else {
            publishNow(group, publication, now);
        }
        if (!repeated && receiver != null && receiver != sender) {
            copyToSender(sender, publication, now);
        }
        new ReceiptEncoder()
                .wrap(call.reply())
                .sequence(publication.sequence())
                .recipients(publication.recipients())
                .dropped(publication.dropped())
                .epoch(publication.epoch())
                .repeated(repeated);
        call.complete();
    }

    private void checkSize(PublishDecoder message) {
        ChatLimits now = limits;
        if (message.textLength() > now.textBytes()) {
            counters.tooLong.increment();
        }
        Calls.checkAtMost("text: bytes", message.textLength(), now.textBytes());
        Calls.checkAtMost("mentions", message.mentionsCount(), now.mentions());
        Calls.checkAtMost("key: bytes", message.keyLength(), MAX_KEY_BYTES);
    }

    private Group group(Session session, int groupId) {
        Calls.checkMayPublish(session, groupId);
        Group group = table.group(groupId);
        if (group == null || !session.account().isMember(groupId)) {
            throw new RefusedException(StatusCode.PERMISSION_DENIED, "sender: no member (expected: a join before)");
        }
        return group;
    }

    private Account receiver(Session session, PublishDecoder message) {
        if (message.groupId() != 0) {
            throw new RefusedException(StatusCode.INVALID_ARGUMENT, "to: a group and a user (expected: one of them)");
        }
        if (!session.claims().direct()) {
            throw new RefusedException(
                    StatusCode.PERMISSION_DENIED, "user: no right to send to (expected: in the token)");
        }
        Account receiver = table.account(message.toUser());
        if (receiver == null) {
            throw new RefusedException(
                    StatusCode.NOT_FOUND, "user: not known (expected: one that is here, or a member)");
        }
        return receiver;
    }

    /** Publishes, or takes the answer of the first time; false for that. */
    private boolean publishOnce(Group group, Publication publication, IdempotencyWindow.Key key, long now) {
        group.order().lock();
        try {
            FirstAnswer first = window.find(key, now);
            if (first != null) {
                counters.repeats.increment();
                publication.answeredBefore(first);
                return false;
            }
            publishNow(group, publication, now);
            window.note(key, publication.answer(), now);
            return true;
        } finally {
            group.order().unlock();
        }
    }

    private void publishNow(Group group, Publication publication, long now) {
        if (!group.rate().tryTake(options.groupRate(), now)) {
            counters.limitedGroup.increment();
            throw new RefusedException(StatusCode.RESOURCE_EXHAUSTED, "group: over its rate (expected: a wait)");
        }
        send(group, publication, now);
    }

    private void send(Group group, Publication publication, long now) {
        group.order().lock();
        try {
            long sequence = group.nextSequence();
            publication.epoch(group.epoch());
            publication.sequence(sequence);
            keep(group, publication, now);
            boolean sent = false;
            try {
                dispatcher.publish(group, publication);
                sent = true;
            } finally {
                if (!sent && group.nextSequence() == sequence) {
                    group.log().takeBack(sequence);
                }
            }
        } finally {
            group.order().unlock();
        }
    }

    private void keep(Group group, Publication publication, long now) {
        ByteBuf frame = group.log().keeps() ? store.keep(publication) : null;
        if (frame != null) {
            group.log().append(publication.sequence(), frame, frame.readableBytes(), now);
        } else {
            group.log().skip(publication.sequence());
        }
    }

    /** The sender's devices hear of what one of them sent to somebody. Its fate is in the books, not in the receipt. */
    private void copyToSender(Account sender, Publication publication, long now) {
        FirstAnswer receipt = publication.answer();
        send(sender.inbox(), publication, now);
        publication.answeredBefore(receipt);
    }

    private static IdempotencyWindow.Key key(Account sender, PublishDecoder message) {
        boolean toUser = message.toUser() != 0;
        return new IdempotencyWindow.Key(
                sender.key(), toUser, toUser ? message.toUser() : message.groupId(), message.key());
    }
}
