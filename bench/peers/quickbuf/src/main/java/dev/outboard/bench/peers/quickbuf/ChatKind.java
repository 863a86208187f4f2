package dev.outboard.bench.peers.quickbuf;

import dev.outboard.bench.peers.Texts;
import dev.outboard.bench.schema.Chat;
import us.hebi.quickbuf.RepeatedInt;

/** Chat messages. */
final class ChatKind extends QuickbufPeer.Kind<Chat> {
    ChatKind() {
        super(Chat.newInstance());
    }

    @Override
    Chat fill(Object model) {
        var from = (dev.outboard.bench.peers.Chat) model;
        return message.clearQuick()
                .setMessageId(from.messageId)
                .setGroupId(from.groupId)
                .setSender(from.sender)
                .setSentMillis(from.sentMillis)
                .setText(from.text)
                .addAllMentions(from.mentions);
    }

    @Override
    long sum() {
        return numbers() + Texts.length(message.getText());
    }

    @Override
    long sumNoStrings() {
        return numbers() + message.getTextBytes().size();
    }

    private long numbers() {
        long sum = message.getMessageId() + message.getGroupId() + message.getSender() + message.getSentMillis();
        RepeatedInt mentions = message.getMentions();
        for (int i = 0; i < mentions.length(); i++) {
            sum += mentions.get(i);
        }
        return sum;
    }

    @Override
    Object model() {
        var model = new dev.outboard.bench.peers.Chat();
        model.messageId = message.getMessageId();
        model.groupId = message.getGroupId();
        model.sender = message.getSender();
        model.sentMillis = message.getSentMillis();
        model.text = message.getText();
        model.mentions = message.getMentions().toArray();
        return model;
    }
}
