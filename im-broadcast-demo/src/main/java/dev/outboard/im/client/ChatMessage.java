package dev.outboard.im.client;

import dev.outboard.im.v1.GroupMessageDecoder;

/**
 * A message of a group, copied out of its frame. Its fields are those of {@code GroupMessage}; {@code mentions} is the
 * receiver's to keep and not to change.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record ChatMessage(
        int groupId,
        long epoch,
        long sequence,
        long sender,
        long intendedNanos,
        long clientSequence,
        String text,
        long[] mentions) {
    /** Copies it; the decoder may be used for another one afterwards. */
    static ChatMessage of(GroupMessageDecoder message) {
        long[] mentions = new long[message.mentionsCount()];
        for (int i = 0; i < mentions.length; i++) {
            mentions[i] = message.mentions(i);
        }
        return new ChatMessage(
                message.groupId(),
                message.epoch(),
                message.sequence(),
                message.sender(),
                message.intendedNanos(),
                message.clientSequence(),
                message.text(),
                mentions);
    }
}
