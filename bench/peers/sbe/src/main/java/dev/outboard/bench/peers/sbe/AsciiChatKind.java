package dev.outboard.bench.peers.sbe;

import dev.outboard.bench.peers.Chat;
import dev.outboard.bench.peers.Texts;
import dev.outboard.bench.sbe.AsciiChatDecoder;
import dev.outboard.bench.sbe.AsciiChatEncoder;
import dev.outboard.bench.sbe.MessageHeaderDecoder;
import dev.outboard.bench.sbe.MessageHeaderEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/** Chat messages whose text is declared ASCII: written without garbage, and only right where nobody writes anything else. */
final class AsciiChatKind extends SbePeer.Kind {
    private final MessageHeaderEncoder outHeader = new MessageHeaderEncoder();
    private final MessageHeaderDecoder inHeader = new MessageHeaderDecoder();
    private final AsciiChatEncoder encoder = new AsciiChatEncoder();
    private final AsciiChatDecoder decoder = new AsciiChatDecoder();
    private final UnsafeBuffer text = new UnsafeBuffer(0, 0);

    @Override
    int encode(UnsafeBuffer out, Object message) {
        Chat chat = (Chat) message;
        encoder.wrapAndApplyHeader(out, 0, outHeader)
                .messageId(chat.messageId)
                .sentMillis(chat.sentMillis)
                .groupId(chat.groupId)
                .sender(chat.sender);
        AsciiChatEncoder.MentionsEncoder mentions = encoder.mentionsCount(chat.mentions.length);
        for (int mention : chat.mentions) {
            mentions.next().user(mention);
        }
        encoder.text(chat.text);
        return encoder.limit();
    }

    @Override
    long sum(UnsafeBuffer in) {
        return numbers(in) + Texts.length(decoder.text());
    }

    @Override
    long sumNoStrings(UnsafeBuffer in) {
        long sum = numbers(in);
        decoder.wrapText(text);
        return sum + SbePeer.touch(text);
    }

    private long numbers(UnsafeBuffer in) {
        decoder.wrapAndApplyHeader(in, 0, inHeader);
        long sum = decoder.messageId() + decoder.sentMillis() + decoder.groupId() + decoder.sender();
        for (AsciiChatDecoder.MentionsDecoder mentions = decoder.mentions(); mentions.hasNext(); ) {
            sum += mentions.next().user();
        }
        return sum;
    }

    @Override
    Object model(UnsafeBuffer in) {
        decoder.wrapAndApplyHeader(in, 0, inHeader);
        Chat chat = new Chat();
        chat.messageId = decoder.messageId();
        chat.sentMillis = decoder.sentMillis();
        chat.groupId = decoder.groupId();
        chat.sender = decoder.sender();
        AsciiChatDecoder.MentionsDecoder mentions = decoder.mentions();
        chat.mentions = new int[mentions.count()];
        for (int i = 0; i < chat.mentions.length; i++) {
            chat.mentions[i] = mentions.next().user();
        }
        chat.text = decoder.text();
        return chat;
    }
}
