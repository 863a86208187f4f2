package dev.outboard.im.server;

import dev.outboard.rpc.EncodedPush;

/**
 * A message's push, and what an {@link Outbox} has to know of it where it cannot be sent at once. One object for all
 * recipients.
 *
 * @param push as the server's connections take it
 * @param inbox whether it is a message between two users; the group is 0 then
 */
record TaggedPush(EncodedPush push, int groupId, boolean inbox, long sender, long epoch, long sequence)
        implements EncodedPush {
    /** What the server's connections take: {@code push} itself, or what is in it. */
    static EncodedPush bare(EncodedPush push) {
        return push instanceof TaggedPush tagged ? tagged.push : push;
    }

    /** Whether the two are of one group, or both of the inbox. */
    boolean sameTarget(TaggedPush other) {
        return groupId == other.groupId && inbox == other.inbox;
    }

    /** Whether the two are numbered together. */
    boolean sameLane(TaggedPush other) {
        return epoch == other.epoch && sameTarget(other);
    }

    @Override
    public EncodedPush retain() {
        push.retain();
        return this;
    }

    @Override
    public void release() {
        push.release();
    }

    @Override
    public int lengthBytes() {
        return push.lengthBytes();
    }
}
