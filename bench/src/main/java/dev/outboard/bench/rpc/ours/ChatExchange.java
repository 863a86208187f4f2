package dev.outboard.bench.rpc.ours;

import dev.outboard.bench.rpc.load.Call;
import dev.outboard.bench.rpc.load.ChatLine;
import dev.outboard.bench.schema.ChatDecoder;
import dev.outboard.bench.schema.ChatEncoder;
import dev.outboard.codec.Utf8View;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;

/** The generated chat message: every field is written, and every field of the reply is compared. */
final class ChatExchange extends Exchange {
    private final ChatEncoder encoder = new ChatEncoder();
    private final ChatDecoder decoder = new ChatDecoder();
    private final Utf8View text = new Utf8View();

    ChatExchange(Call call) {
        super(call);
    }

    @Override
    public void write(WireWriter out) {
        long id = call.id();
        ChatLine line = ChatLine.of(id);
        encoder.wrap(out)
                .messageId(ChatLine.messageId(id))
                .groupId(line.groupId)
                .sender(line.sender)
                .sentMillis(ChatLine.sentMillis(id))
                .text(line.text)
                .mentions(line.mentions, 0, line.mentions.length);
    }

    @Override
    boolean matches(WireReader reply) {
        long id = call.id();
        ChatLine line = ChatLine.of(id);
        ChatDecoder chat = decoder.wrap(reply);
        return chat.messageId() == ChatLine.messageId(id)
                && chat.groupId() == line.groupId
                && chat.sender() == line.sender
                && chat.sentMillis() == ChatLine.sentMillis(id)
                && chat.textView(text).contentEquals(line.text)
                && hasMentions(chat, line.mentions);
    }

    private static boolean hasMentions(ChatDecoder chat, int[] mentions) {
        if (chat.mentionsCount() != mentions.length) {
            return false;
        }
        for (int i = 0; i < mentions.length; i++) {
            if (chat.mentions(i) != mentions[i]) {
                return false;
            }
        }
        return true;
    }
}
