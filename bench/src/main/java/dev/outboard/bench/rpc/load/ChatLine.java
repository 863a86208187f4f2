package dev.outboard.bench.rpc.load;

import java.util.SplittableRandom;

/**
 * A chat message as plain Java: 256 of them in rotation, with the call's id and time added. What is fixed is public, for
 * contenders in other packages to copy from. Immutable, but for the arrays, which nobody changes.
 */
public final class ChatLine {
    private static final int COUNT = 256;
    private static final int TEXT_CHARS = 40;
    private static final ChatLine[] ALL = all();

    public final int groupId;
    public final int sender;
    public final String text;
    public final int[] mentions;

    private ChatLine(SplittableRandom random) {
        groupId = random.nextInt(1 << 14, 1 << 30);
        sender = random.nextInt(1 << 8, 1 << 30);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < TEXT_CHARS; i++) {
            line.append((char) random.nextInt(' ', 127));
        }
        text = line.toString();
        mentions = random.ints(random.nextInt(4), 1 << 8, 1 << 30).toArray();
    }

    /** What the call {@code id} says. */
    public static ChatLine of(long id) {
        return ALL[(int) id & COUNT - 1];
    }

    /** The message's id, as long as a snowflake. */
    public static long messageId(long id) {
        return 1L << 62 | id;
    }

    /** When it was sent. */
    public static long sentMillis(long id) {
        return 1_790_000_000_000L + id;
    }

    private static ChatLine[] all() {
        SplittableRandom random = new SplittableRandom(7);
        ChatLine[] lines = new ChatLine[COUNT];
        for (int i = 0; i < COUNT; i++) {
            lines[i] = new ChatLine(random);
        }
        return lines;
    }
}
