package dev.outboard.im.server;

/**
 * A message as the store of all nodes has it: its place, its numbers, and the bytes of its {@code Publish}.
 *
 * @param instance the process that numbered it
 * @param groupId its group; 0 for an inbox
 * @param inbox the user whose inbox it is in; 0 for a group
 * @param bytes where the {@code Publish} lies, from {@code offset} on, {@code length} bytes; never changed
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record StoredMessage(
        long instance,
        int groupId,
        long inbox,
        long epoch,
        long sequence,
        long sender,
        byte[] bytes,
        int offset,
        int length) {}
