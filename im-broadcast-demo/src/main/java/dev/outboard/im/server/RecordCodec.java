package dev.outboard.im.server;

import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.im.backplane.v1.RecordDecoder;
import dev.outboard.im.backplane.v1.RecordEncoder;
import org.jspecify.annotations.Nullable;

/** Writes and reads {@code outboard.im.backplane.v1.Record}. Any thread. */
final class RecordCodec {
    private static final int VERSION = 1;
    private static final int PUBLISH_FIELD = 9;
    private static final int BYTES_TAG = PUBLISH_FIELD << 3 | 2;

    private final MessageStore store;
    private final String node;
    private final long instance;

    /**
     * @param instance this process
     */
    RecordCodec(MessageStore store, String node, long instance) {
        this.store = store;
        this.node = node;
        this.instance = instance;
    }

    /** Whether a message was numbered by this process. */
    boolean isOwn(StoredMessage message) {
        return message.instance() == instance;
    }

    /**
     * A message's record, of which its {@code Publish} is the end.
     *
     * @param inbox the user whose inbox it goes to; 0 for a group
     * @throws RefusedException where the memory budget has no room
     */
    StoredMessage encode(Publication publication, long inbox, WireReader publish) {
        int groupId = inbox == 0 ? publication.message().groupId() : 0;
        long sender = publication.sender();
        int length = publish.length();
        byte[] bytes = store.bytes(out -> {
            writeHead(out, groupId, inbox, publication.epoch(), publication.sequence(), sender);
            out.writeVarint32(length);
            out.writeRaw(publish, 0, length);
        });
        return new StoredMessage(
                instance,
                groupId,
                inbox,
                publication.epoch(),
                publication.sequence(),
                sender,
                bytes,
                bytes.length - length,
                length);
    }

    /**
     * The record of the same message in its sender's own inbox.
     *
     * @throws RefusedException where the memory budget has no room
     */
    StoredMessage copy(StoredMessage message, long epoch, long sequence) {
        long inbox = message.sender();
        int length = message.length();
        byte[] bytes = store.bytes(out -> {
            writeHead(out, 0, inbox, epoch, sequence, inbox);
            out.writeVarint32(length);
            out.writeRaw(message.bytes(), message.offset(), length);
        });
        return new StoredMessage(instance, 0, inbox, epoch, sequence, inbox, bytes, bytes.length - length, length);
    }

    /**
     * The message of a record; null for one of another version, or none at all.
     *
     * @throws dev.outboard.codec.FrameBudgetException where the memory budget has no room
     */
    @Nullable
    StoredMessage decode(byte[] record) {
        return store.read(record, 0, record.length, reader -> {
            try {
                return message(new RecordDecoder().wrap(reader));
            } catch (MalformedMessageException e) {
                return null;
            }
        });
    }

    private static @Nullable StoredMessage message(RecordDecoder record) {
        boolean placed = record.groupId() != 0 ^ record.inbox() != 0;
        if (record.version() != VERSION || !placed || record.epoch() == 0 || record.sequence() <= 0) {
            return null;
        }
        byte[] publish = record.publish();
        return new StoredMessage(
                record.instance(),
                record.groupId(),
                record.inbox(),
                record.epoch(),
                record.sequence(),
                record.sender(),
                publish,
                0,
                publish.length);
    }

    private void writeHead(WireWriter out, int groupId, long inbox, long epoch, long sequence, long sender) {
        new RecordEncoder()
                .wrap(out)
                .version(VERSION)
                .node(node)
                .instance(instance)
                .groupId(groupId)
                .inbox(inbox)
                .epoch(epoch)
                .sequence(sequence)
                .sender(sender);
        out.writeTag(BYTES_TAG);
    }
}
