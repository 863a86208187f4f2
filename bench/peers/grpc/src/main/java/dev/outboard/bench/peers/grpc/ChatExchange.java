package dev.outboard.bench.peers.grpc;

import dev.outboard.bench.rpc.load.Call;
import dev.outboard.bench.rpc.load.ChatLine;
import dev.outboard.bench.schema.Chat;

/** The chat message as protobuf-java has it: every field is written, and every field of the reply is compared. */
final class ChatExchange extends Exchange<Chat> {
    ChatExchange(Call call) {
        super(call);
    }

    @Override
    Chat request() {
        long id = call.id();
        ChatLine line = ChatLine.of(id);
        Chat.Builder chat = Chat.newBuilder()
                .setMessageId(ChatLine.messageId(id))
                .setGroupId(line.groupId)
                .setSender(line.sender)
                .setSentMillis(ChatLine.sentMillis(id))
                .setText(line.text);
        for (int mention : line.mentions) {
            chat.addMentions(mention);
        }
        return chat.build();
    }

    /** What the server answers: a message made field by field of the request's. */
    static Chat reply(Chat request) {
        Chat.Builder chat = Chat.newBuilder()
                .setMessageId(request.getMessageId())
                .setGroupId(request.getGroupId())
                .setSender(request.getSender())
                .setSentMillis(request.getSentMillis())
                .setText(request.getText());
        for (int i = 0; i < request.getMentionsCount(); i++) {
            chat.addMentions(request.getMentions(i));
        }
        return chat.build();
    }

    @Override
    boolean matches(Chat chat) {
        long id = call.id();
        ChatLine line = ChatLine.of(id);
        return chat.getMessageId() == ChatLine.messageId(id)
                && chat.getGroupId() == line.groupId
                && chat.getSender() == line.sender
                && chat.getSentMillis() == ChatLine.sentMillis(id)
                && chat.getText().equals(line.text)
                && hasMentions(chat, line.mentions);
    }

    private static boolean hasMentions(Chat chat, int[] mentions) {
        if (chat.getMentionsCount() != mentions.length) {
            return false;
        }
        for (int i = 0; i < mentions.length; i++) {
            if (chat.getMentions(i) != mentions[i]) {
                return false;
            }
        }
        return true;
    }
}
