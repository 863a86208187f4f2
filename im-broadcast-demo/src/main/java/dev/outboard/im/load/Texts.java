package dev.outboard.im.load;

import dev.outboard.im.client.ChatMessage;
import dev.outboard.im.v1.GroupMessageDecoder;
import dev.outboard.im.v1.PublishEncoder;

/**
 * What the messages say, by their client sequence alone, so that a receiver can check every byte without having seen the
 * sender. Immutable; any thread.
 */
interface Texts {
    /** The longest text, in bytes of UTF-8. */
    int maxTextBytes();

    /** Writes text and mentions; {@code scratch} is overwritten. */
    void write(PublishEncoder out, long clientSequence, StringBuilder scratch);

    /** Whether text and mentions are what {@link #write} wrote; {@code scratch} is overwritten. */
    boolean matches(GroupMessageDecoder message, byte[] scratch);

    /** Whether text and mentions are what {@link #write} wrote. */
    boolean matches(ChatMessage message);
}
