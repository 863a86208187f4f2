package dev.outboard.im.server;

import dev.outboard.codec.WireWriter;
import dev.outboard.im.v1.GroupMessageEncoder;
import dev.outboard.im.v1.PublishDecoder;
import dev.outboard.rpc.MessageWriter;

/** A group message as an object graph on the heap, encoded anew for each recipient: the legacy's way. Immutable. */
record HeapMessage(
        long sequence,
        int groupId,
        long sender,
        long intendedNanos,
        long clientSequence,
        String text,
        long[] mentions,
        long epoch,
        long toUser)
        implements MessageWriter {
    /** Copies the message out of its frame. */
    static HeapMessage of(Publication publication) {
        PublishDecoder message = publication.message();
        long[] mentions = new long[message.mentionsCount()];
        for (int i = 0; i < mentions.length; i++) {
            mentions[i] = message.mentions(i);
        }
        return new HeapMessage(
                publication.sequence(),
                message.groupId(),
                publication.sender(),
                message.intendedNanos(),
                message.clientSequence(),
                message.text(),
                mentions,
                publication.epoch(),
                message.toUser());
    }

    @Override
    public void write(WireWriter out) {
        new GroupMessageEncoder()
                .wrap(out)
                .sequence(sequence)
                .groupId(groupId)
                .sender(sender)
                .intendedNanos(intendedNanos)
                .clientSequence(clientSequence)
                .text(text)
                .mentions(mentions, 0, mentions.length)
                .epoch(epoch)
                .toUser(toUser);
    }
}
