package dev.outboard.bench.peers.flatbuffers;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.outboard.bench.peers.Chat;
import dev.outboard.bench.peers.Texts;
import java.nio.ByteBuffer;

/** {@code table Chat { message_id: ulong; group_id: uint; sender: uint; sent_millis: ulong; text: string; mentions: [uint]; }}. */
final class ChatKind extends FlatbuffersPeer.Kind {
    private static final int MESSAGE_ID = 0;
    private static final int GROUP_ID = 1;
    private static final int SENDER = 2;
    private static final int SENT_MILLIS = 3;
    private static final int TEXT = 4;
    private static final int MENTIONS = 5;

    @Override
    int write(FlatBufferBuilder out, Object message) {
        Chat chat = (Chat) message;
        int text = out.createString(chat.text);
        int mentions = integers(out, chat.mentions);
        out.startTable(6);
        out.addLong(MESSAGE_ID, chat.messageId, 0);
        out.addLong(SENT_MILLIS, chat.sentMillis, 0);
        out.addInt(GROUP_ID, chat.groupId, 0);
        out.addInt(SENDER, chat.sender, 0);
        out.addOffset(TEXT, text, 0);
        out.addOffset(MENTIONS, mentions, 0);
        return out.endTable();
    }

    @Override
    long sum(ByteBuffer in) {
        return numbers(in) + Texts.length(table.text(TEXT));
    }

    @Override
    long sumNoStrings(ByteBuffer in) {
        return numbers(in) + table.touch(TEXT);
    }

    private long numbers(ByteBuffer in) {
        table.root(in);
        long sum = table.number(MESSAGE_ID)
                + table.integer(GROUP_ID)
                + table.integer(SENDER)
                + table.number(SENT_MILLIS);
        int mentions = table.count(MENTIONS);
        for (int i = 0; i < mentions; i++) {
            sum += table.integer(MENTIONS, i);
        }
        return sum;
    }

    @Override
    Object model(ByteBuffer in) {
        table.root(in);
        Chat chat = new Chat();
        chat.messageId = table.number(MESSAGE_ID);
        chat.groupId = table.integer(GROUP_ID);
        chat.sender = table.integer(SENDER);
        chat.sentMillis = table.number(SENT_MILLIS);
        chat.text = table.text(TEXT);
        chat.mentions = integers(MENTIONS);
        return chat;
    }
}
