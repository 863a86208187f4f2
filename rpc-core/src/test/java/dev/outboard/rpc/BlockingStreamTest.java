package dev.outboard.rpc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class BlockingStreamTest {
    /** A stream that has room for a message whenever it is asked a second time, and never says so by itself. */
    private static final class Reluctant implements RpcChannel, ClientStream {
        private final CompletableFuture<StreamReceiver> receiver = new CompletableFuture<>();
        private CompletableFuture<Void> told = new CompletableFuture<>();
        private int sent;

        @Override
        public ClientStream openStream(Method method, CallOptions options, StreamReceiver newReceiver) {
            receiver.complete(newReceiver);
            return this;
        }

        @Override
        public SendResult send(MessageWriter message) {
            if (sent++ > 0) {
                return SendResult.ACCEPTED;
            }
            told = receiver.thenAcceptAsync(StreamReceiver::onReady);
            return SendResult.NOT_READY;
        }

        @Override
        public boolean isReady() {
            return false;
        }

        @Override
        public void call(Method method, MessageWriter request, long timeoutNanos, ReplyHandler handler) {
            throw new UnsupportedOperationException("call");
        }

        @Override
        public CallHandle startCall(Method method, MessageWriter request, CallOptions options, ReplyHandler handler) {
            throw new UnsupportedOperationException("startCall");
        }

        @Override
        public ClientStream openStream(
                Method method, MessageWriter request, CallOptions options, StreamReceiver newReceiver) {
            throw new UnsupportedOperationException("openStream");
        }

        @Override
        public void call(Method method, MessageWriter request, CallOptions options, ReplyHandler handler) {
            throw new UnsupportedOperationException("call");
        }

        @Override
        public SendResult oneWay(Method method, MessageWriter message, CallOptions options) {
            throw new UnsupportedOperationException("oneWay");
        }

        @Override
        public SendResult oneWay(Method method, MessageWriter message) {
            throw new UnsupportedOperationException("oneWay");
        }

        @Override
        public long holdCredit() {
            return 0;
        }

        @Override
        public void returnCredit(long bytes) {
            // Holds none.
        }

        @Override
        public void end() {
            // Never heard of.
        }

        @Override
        public void cancel(String reason) {
            // Never heard of.
        }
    }

    @Test
    void send_triesAgainWhenToldEvenIfTheRoomIsGone() throws Exception {
        Reluctant channel = new Reluctant();
        BlockingStream<String> stream = BlockingStream.open(
                channel, Method.bidiStream("test.Service/Talk"), CallOptions.timeoutNanos(0), message -> "");
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
            try {
                stream.send(out -> {});
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        sent.get(30, TimeUnit.SECONDS);
        channel.told.get(30, TimeUnit.SECONDS);
    }
}
