package dev.outboard.bench.peers;

import java.util.Arrays;
import java.util.SplittableRandom;

/** A chat message, as plain Java. */
public final class Chat implements Model {
    public long messageId;
    public int groupId;
    public int sender;
    public long sentMillis;
    public String text = "";
    public int[] mentions = {};

    /** One with {@code chars} characters of text. */
    static Chat random(SplittableRandom random, int chars, boolean chinese) {
        Chat chat = new Chat();
        chat.messageId = 1L << 62 | random.nextLong() >>> 2;
        chat.groupId = random.nextInt(1 << 14, 1 << 30);
        chat.sender = random.nextInt(1 << 8, 1 << 30);
        chat.sentMillis = 1_790_000_000_000L + random.nextInt(1 << 30);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < chars; i++) {
            text.append((char) (chinese ? random.nextInt(0x4e00, 0x9fa5) : random.nextInt(' ', 127)));
        }
        chat.text = text.toString();
        chat.mentions = random.ints(random.nextInt(4), 1 << 8, 1 << 30).toArray();
        return chat;
    }

    @Override
    public long sum() {
        long sum = messageId + groupId + sender + sentMillis + Texts.length(text);
        for (int mention : mentions) {
            sum += mention;
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Chat chat
                && messageId == chat.messageId
                && groupId == chat.groupId
                && sender == chat.sender
                && sentMillis == chat.sentMillis
                && text.equals(chat.text)
                && Arrays.equals(mentions, chat.mentions);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(messageId);
    }
}
