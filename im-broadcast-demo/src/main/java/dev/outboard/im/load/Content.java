package dev.outboard.im.load;

import dev.outboard.im.client.ChatMessage;
import dev.outboard.im.v1.GroupMessageDecoder;
import dev.outboard.im.v1.PublishEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What the messages say: text and mentions are functions of the seed and the message's client sequence, so that a
 * receiver can check every byte without having seen the sender. Immutable; any thread.
 *
 * <p>A text starts with 16 hexadecimal digits that no two messages share; the rest is one of 64 templates, of which
 * one character in eight is Chinese (3 bytes), the others ASCII. One message in eight mentions two users.
 */
final class Content implements Texts {
    /** The shortest text there is, in characters: the digits. */
    static final int MIN_TEXT = 16;

    private static final int TEMPLATES = 64;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final long seed;
    private final String[] templates = new String[TEMPLATES];
    private final byte[][] templateBytes = new byte[TEMPLATES][];

    /**
     * @param textChars the length of every text, from {@link #MIN_TEXT}
     */
    Content(long seed, int textChars) {
        this.seed = seed;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < TEMPLATES; i++) {
            templates[i] = template(random, textChars - MIN_TEXT);
            templateBytes[i] = templates[i].getBytes(StandardCharsets.UTF_8);
        }
    }

    @Override
    public int maxTextBytes() {
        return MIN_TEXT
                + Arrays.stream(templateBytes).mapToInt(t -> t.length).max().orElse(0);
    }

    @Override
    public void write(PublishEncoder out, long clientSequence, StringBuilder scratch) {
        long digits = digits(clientSequence);
        scratch.setLength(0);
        for (int i = 0; i < MIN_TEXT; i++) {
            scratch.append((char) digit(digits, i));
        }
        scratch.append(templates[template(clientSequence)]);
        out.text(scratch);
        int mentions = mentions(clientSequence);
        if (mentions > 0) {
            out.beginMentions();
            for (int i = 0; i < mentions; i++) {
                out.addMentions(mix(digits + i));
            }
            out.endMentions();
        }
    }

    @Override
    public boolean matches(ChatMessage message) {
        long digits = digits(message.clientSequence());
        String text = message.text();
        String template = templates[template(message.clientSequence())];
        boolean same = text.length() == MIN_TEXT + template.length() && text.endsWith(template);
        for (int i = 0; same && i < MIN_TEXT; i++) {
            same = text.charAt(i) == digit(digits, i);
        }
        int mentions = mentions(message.clientSequence());
        same = same && message.mentions().length == mentions;
        for (int i = 0; same && i < mentions; i++) {
            same = message.mentions()[i] == mix(digits + i);
        }
        return same;
    }

    @Override
    public boolean matches(GroupMessageDecoder message, byte[] scratch) {
        byte[] template = templateBytes[template(message.clientSequence())];
        int length = message.textLength();
        if (length != MIN_TEXT + template.length) {
            return false;
        }
        message.text(scratch, 0);
        return Arrays.equals(scratch, MIN_TEXT, length, template, 0, template.length) && restMatches(message, scratch);
    }

    private boolean restMatches(GroupMessageDecoder message, byte[] scratch) {
        long digits = digits(message.clientSequence());
        for (int i = 0; i < MIN_TEXT; i++) {
            if (scratch[i] != digit(digits, i)) {
                return false;
            }
        }
        int mentions = mentions(message.clientSequence());
        boolean same = message.mentionsCount() == mentions;
        for (int i = 0; same && i < mentions; i++) {
            same = message.mentions(i) == mix(digits + i);
        }
        return same;
    }

    private long digits(long clientSequence) {
        return mix(seed ^ mix(clientSequence));
    }

    private static byte digit(long digits, int i) {
        return DIGITS[(int) (digits >>> 4 * i) & 15];
    }

    private static int template(long clientSequence) {
        return (int) (clientSequence & TEMPLATES - 1);
    }

    private static int mentions(long clientSequence) {
        return (clientSequence & 7) == 7 ? 2 : 0;
    }

    /** The finaliser of splitmix64: a bijection, so different numbers stay different. */
    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }

    private static String template(SplittableRandom random, int chars) {
        StringBuilder text = new StringBuilder(chars);
        for (int i = 0; i < chars; i++) {
            boolean chinese = i % 8 == 7;
            text.append((char) (chinese ? random.nextInt(0x4e00, 0x9fa5) : random.nextInt(' ', 127)));
        }
        return text.toString();
    }
}
