package dev.outboard.im.server;

import dev.outboard.codec.Utf8View;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.im.chat.FirstAnswer;
import dev.outboard.im.v1.GroupMessageEncoder;
import dev.outboard.im.v1.PublishDecoder;
import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.MessageWriter;

/**
 * A message on its way through a dispatcher: what the sender sent, where it lies, and what the server adds. One per
 * publishing thread, used for one message after the other. Writes itself as a {@code GroupMessage} from frame to frame.
 */
final class Publication implements MessageWriter {
    private final PublishDecoder message = new PublishDecoder();
    private final GroupMessageEncoder encoder = new GroupMessageEncoder();
    private final Utf8View text = new Utf8View();

    private long sender;
    private long epoch;
    private long sequence;
    private boolean numbered;
    private int recipients;
    private int dropped;

    /** Takes up the next message. <em>Borrows</em> the reader for as long as this is used for it. */
    PublishDecoder wrap(WireReader body, long sender) {
        this.sender = sender;
        numbered = false;
        return message.wrap(body);
    }

    /** Takes up a message that has its number already, as above. */
    PublishDecoder wrap(WireReader body, StoredMessage numbers) {
        sender = numbers.sender();
        epoch = numbers.epoch();
        sequence = numbers.sequence();
        numbered = true;
        outcome(0, 0);
        return message.wrap(body);
    }

    /** Whether the message had its number before it came here. */
    boolean isNumbered() {
        return numbered;
    }

    PublishDecoder message() {
        return message;
    }

    long sender() {
        return sender;
    }

    /** The epoch of the message's number. */
    long epoch() {
        return epoch;
    }

    void epoch(long epoch) {
        this.epoch = epoch;
    }

    /** The message's number in its group, once the dispatcher has given it one. */
    long sequence() {
        return sequence;
    }

    void sequence(long sequence) {
        this.sequence = sequence;
    }

    /** Members it was offered to. */
    int recipients() {
        return recipients;
    }

    /** Of these, members who are already known not to get it. */
    int dropped() {
        return dropped;
    }

    void outcome(int recipients, int dropped) {
        this.recipients = recipients;
        this.dropped = dropped;
    }

    /** What is answered to the sender. */
    FirstAnswer answer() {
        return new FirstAnswer(epoch, sequence, recipients, dropped);
    }

    /** Takes an answer that was given before for its own. */
    void answeredBefore(FirstAnswer answer) {
        epoch = answer.epoch();
        sequence = answer.sequence();
        recipients = answer.recipients();
        dropped = answer.dropped();
    }

    /** <em>Consumes</em> the push, and <em>returns</em> it <em>owned</em>, with what an outbox has to know of the message. */
    TaggedPush tag(EncodedPush push) {
        return new TaggedPush(push, message.groupId(), message.toUser() != 0, sender, epoch, sequence);
    }

    @Override
    public void write(WireWriter out) {
        encoder.wrap(out)
                .sequence(sequence)
                .groupId(message.groupId())
                .sender(sender)
                .intendedNanos(message.intendedNanos())
                .clientSequence(message.clientSequence())
                .text(message.textView(text));
        int mentions = message.mentionsCount();
        if (mentions > 0) {
            encoder.beginMentions();
            for (int i = 0; i < mentions; i++) {
                encoder.addMentions(message.mentions(i));
            }
            encoder.endMentions();
        }
        encoder.epoch(epoch).toUser(message.toUser());
    }
}
