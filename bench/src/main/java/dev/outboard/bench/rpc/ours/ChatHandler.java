package dev.outboard.bench.rpc.ours;

import dev.outboard.bench.schema.ChatDecoder;
import dev.outboard.bench.schema.ChatEncoder;
import dev.outboard.codec.Utf8View;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.rpc.CallHandler;
import dev.outboard.rpc.ServerCall;

/** Replies with a message made field by field of the request's. Any thread, any number at once. */
final class ChatHandler implements CallHandler {
    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    @Override
    public void handle(ServerCall call) {
        scratch.get().copy(call.request(), call.reply());
        call.complete();
    }

    /** What one thread reads and writes with. */
    static final class Scratch {
        private final ChatEncoder encoder = new ChatEncoder();
        private final ChatDecoder decoder = new ChatDecoder();
        private final Utf8View text = new Utf8View();

        /** Writes a message made field by field of the one that is read. */
        void copy(WireReader in, WireWriter out) {
            ChatDecoder message = decoder.wrap(in);
            ChatEncoder copy = encoder.wrap(out)
                    .messageId(message.messageId())
                    .groupId(message.groupId())
                    .sender(message.sender())
                    .sentMillis(message.sentMillis())
                    .text(message.textView(text));
            int mentions = message.mentionsCount();
            if (mentions > 0) {
                copy.beginMentions();
                for (int i = 0; i < mentions; i++) {
                    copy.addMentions(message.mentions(i));
                }
                copy.endMentions();
            }
        }
    }
}
