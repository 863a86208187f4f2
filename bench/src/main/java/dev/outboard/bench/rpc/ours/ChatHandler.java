package dev.outboard.bench.rpc.ours;

import dev.outboard.bench.schema.ChatDecoder;
import dev.outboard.bench.schema.ChatEncoder;
import dev.outboard.codec.Utf8View;
import dev.outboard.rpc.CallHandler;
import dev.outboard.rpc.ServerCall;

/** Replies with a message made field by field of the request's. Any thread, any number at once. */
final class ChatHandler implements CallHandler {
    /** What one thread reads and writes with. */
    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    @Override
    public void handle(ServerCall call) {
        Scratch own = scratch.get();
        ChatDecoder request = own.decoder.wrap(call.request());
        ChatEncoder reply = own.encoder
                .wrap(call.reply())
                .messageId(request.messageId())
                .groupId(request.groupId())
                .sender(request.sender())
                .sentMillis(request.sentMillis())
                .text(request.textView(own.text));
        int mentions = request.mentionsCount();
        if (mentions > 0) {
            reply.beginMentions();
            for (int i = 0; i < mentions; i++) {
                reply.addMentions(request.mentions(i));
            }
            reply.endMentions();
        }
        call.complete();
    }

    private static final class Scratch {
        final ChatEncoder encoder = new ChatEncoder();
        final ChatDecoder decoder = new ChatDecoder();
        final Utf8View text = new Utf8View();
    }
}
