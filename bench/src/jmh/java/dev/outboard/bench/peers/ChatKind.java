package dev.outboard.bench.peers;

import dev.outboard.bench.schema.ChatDecoder;
import dev.outboard.bench.schema.ChatEncoder;
import dev.outboard.codec.Utf8View;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.FrameWriter;

/** Chat messages. */
final class ChatKind extends OutboardPeer.Kind {
    private final ChatEncoder encoder = new ChatEncoder();
    private final ChatDecoder decoder = new ChatDecoder();
    private final Utf8View text = new Utf8View();

    @Override
    void encode(FrameWriter out, Object message) {
        Chat chat = (Chat) message;
        encoder.wrap(out)
                .messageId(chat.messageId)
                .groupId(chat.groupId)
                .sender(chat.sender)
                .sentMillis(chat.sentMillis)
                .text(chat.text)
                .mentions(chat.mentions, 0, chat.mentions.length);
    }

    @Override
    long sum(FrameReader in) {
        ChatDecoder chat = decoder.wrap(in);
        return numbers(chat) + Texts.length(chat.text());
    }

    @Override
    long sumNoStrings(FrameReader in) {
        ChatDecoder chat = decoder.wrap(in);
        return numbers(chat) + OutboardPeer.touch(chat.textView(text));
    }

    private static long numbers(ChatDecoder chat) {
        long sum = chat.messageId() + chat.groupId() + chat.sender() + chat.sentMillis();
        int mentions = chat.mentionsCount();
        for (int i = 0; i < mentions; i++) {
            sum += chat.mentions(i);
        }
        return sum;
    }

    @Override
    Object model(FrameReader in) {
        ChatDecoder from = decoder.wrap(in);
        Chat chat = new Chat();
        chat.messageId = from.messageId();
        chat.groupId = from.groupId();
        chat.sender = from.sender();
        chat.sentMillis = from.sentMillis();
        chat.text = from.text();
        chat.mentions = new int[from.mentionsCount()];
        for (int i = 0; i < chat.mentions.length; i++) {
            chat.mentions[i] = from.mentions(i);
        }
        return chat;
    }
}
