package dev.outboard.im.server;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.codec.WireReader;
import dev.outboard.im.chat.FirstAnswer;
import dev.outboard.im.chat.GroupLog;
import dev.outboard.im.chat.IdempotencyWindow;
import dev.outboard.im.v1.PublishDecoder;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a message that has its number to the log of its lane and to the group's members on this node. Any thread. */
final class StoredDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(StoredDelivery.class);

    /**
     * What became of a message.
     *
     * @param key under which its sender may send it again; null where that cannot be
     */
    record Outcome(FirstAnswer answer, IdempotencyWindow.@Nullable Key key) {}

    private final MessageStore store;
    private final Dispatcher dispatcher;
    private final ClusterCounters counters;
    private final ThreadLocal<Publication> publications = ThreadLocal.withInitial(Publication::new);

    StoredDelivery(MessageStore store, Dispatcher dispatcher, ClusterCounters counters) {
        this.store = store;
        this.dispatcher = dispatcher;
        this.counters = counters;
    }

    /**
     * Delivers a message. Under the group's lock.
     *
     * @param log of the message's lane, whose next number is the message's, or, for a late one, a vacant number
     */
    Outcome deliver(Group group, GroupLog<ByteBuf> log, StoredMessage message, long nowNanos) {
        try {
            return store.read(
                    message.bytes(),
                    message.offset(),
                    message.length(),
                    body -> deliver(group, log, message, publications.get(), body, nowNanos));
        } catch (FrameBudgetException e) {
            counters.refused.increment();
            if (!log.isVacant(message.sequence())) {
                log.skip(message.sequence());
            }
            return new Outcome(new FirstAnswer(message.epoch(), message.sequence(), 0, 0), null);
        }
    }

    private Outcome deliver(
            Group group,
            GroupLog<ByteBuf> log,
            StoredMessage message,
            Publication publication,
            WireReader body,
            long nowNanos) {
        PublishDecoder publish = publication.wrap(body, message);
        keep(log, publication, nowNanos);
        if (group.members().total() > 0) {
            try {
                dispatcher.publish(group, publication);
            } catch (FrameBudgetException e) {
                counters.refused.increment();
                LOG.warn("A message reached none of its members here, as there is no memory for it");
            }
        }
        return new Outcome(publication.answer(), key(message, publish));
    }

    private void keep(GroupLog<ByteBuf> log, Publication publication, long nowNanos) {
        long sequence = publication.sequence();
        ByteBuf frame = log.keeps() ? store.keep(publication) : null;
        if (log.isVacant(sequence)) {
            if (frame != null) {
                log.fill(sequence, frame, frame.readableBytes(), nowNanos);
            }
        } else if (frame != null) {
            log.append(sequence, frame, frame.readableBytes(), nowNanos);
        } else {
            log.skip(sequence);
        }
    }

    private static IdempotencyWindow.@Nullable Key key(StoredMessage message, PublishDecoder publish) {
        if (publish.keyLength() == 0) {
            return null;
        }
        if (message.inbox() == 0) {
            return new IdempotencyWindow.Key(message.sender(), false, message.groupId(), publish.key());
        }
        // Not the copy in the sender's own inbox.
        return message.inbox() == publish.toUser()
                ? new IdempotencyWindow.Key(message.sender(), true, message.inbox(), publish.key())
                : null;
    }
}
