package dev.outboard.rpc.flow;

import dev.outboard.rpc.MessageStream;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.SendResult;

/** Takes every message, and does nothing with it. */
final class OpenStream implements MessageStream {
    @Override
    public SendResult send(MessageWriter message) {
        return SendResult.ACCEPTED;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public long holdCredit() {
        return 0;
    }

    @Override
    public void returnCredit(long bytes) {
        // Nobody waits for it.
    }
}
