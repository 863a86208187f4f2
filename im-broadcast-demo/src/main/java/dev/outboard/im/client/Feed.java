package dev.outboard.im.client;

/**
 * Takes a user's messages. Called by one thread at a time, while the user's lock is held: it must not block, nor call the
 * user but for {@link RecoveringUser#publish}.
 */
public interface Feed {
    /** A message that this user has not had before, in the order of the numbers of its group and epoch. */
    void onMessage(ChatMessage message);

    /**
     * The server has accounted for all numbers up to this one: those that were not handed on stand for nothing, for their message
     * was there already under another one.
     */
    void onVoid(int groupId, long epoch, long upTo);

    /** Messages of a group behind this number are not kept any more: history lost. */
    void onLost(int groupId, long epoch, long after);
}
