package dev.outboard.im.load;

import dev.outboard.im.client.ChatMessage;
import dev.outboard.im.v1.GroupMessageDecoder;
import dev.outboard.im.v1.PublishEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What a log says: message {@code n}, counted from 1, has the text of its line {@code n}. Immutable; any thread. */
final class LoggedTexts implements Texts {
    private final List<ChatLog.Line> lines;
    private final int maxTextBytes;

    LoggedTexts(ChatLog log) {
        this.lines = log.lines();
        this.maxTextBytes =
                lines.stream().mapToInt(line -> utf8(line).length).max().orElse(0);
    }

    @Override
    public int maxTextBytes() {
        return maxTextBytes;
    }

    @Override
    public void write(PublishEncoder out, long clientSequence, StringBuilder scratch) {
        out.text(line(clientSequence).text());
    }

    @Override
    public boolean matches(GroupMessageDecoder message, byte[] scratch) {
        byte[] expected = utf8(line(message.clientSequence()));
        int length = message.textLength();
        if (length != expected.length || message.mentionsCount() != 0) {
            return false;
        }
        message.text(scratch, 0);
        return Arrays.equals(scratch, 0, length, expected, 0, length);
    }

    @Override
    public boolean matches(ChatMessage message) {
        return message.mentions().length == 0
                && message.text().equals(line(message.clientSequence()).text());
    }

    private ChatLog.Line line(long clientSequence) {
        return lines.get((int) (clientSequence - 1));
    }

    private static byte[] utf8(ChatLog.Line line) {
        return line.text().getBytes(StandardCharsets.UTF_8);
    }
}
