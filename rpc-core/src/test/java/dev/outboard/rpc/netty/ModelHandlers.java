package dev.outboard.rpc.netty;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerStream;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.Shape;
import dev.outboard.rpc.StreamListener;
import dev.outboard.rpc.model.ModelMethod;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** The services of {@link ModelMethod}, on the event loop. */
final class ModelHandlers {
    /** Calls and streams that the script ends, in the order in which they came. */
    final Deque<ServerCall> parked = new ArrayDeque<>();

    final Deque<ServerStream> held = new ArrayDeque<>();
    int sunk;

    Service service() {
        return Service.named("outboard.test.Model")
                .unary(method(ModelMethod.ECHO), Execution.EVENT_LOOP, Echo::echo)
                .unary(method(ModelMethod.PARK), Execution.EVENT_LOOP, parked::add)
                .unary(method(ModelMethod.THROW), Execution.EVENT_LOOP, call -> {
                    throw new IllegalArgumentException("secret payload");
                })
                .oneWay(method(ModelMethod.SINK), Execution.EVENT_LOOP, this::sink)
                .stream(method(ModelMethod.COUNT), Execution.EVENT_LOOP, Sender::counting)
                .stream(method(ModelMethod.SUM), Execution.EVENT_LOOP, Sum::new)
                .stream(method(ModelMethod.BACK), Execution.EVENT_LOOP, Sender::new)
                .stream(method(ModelMethod.HOLD), Execution.EVENT_LOOP, Held::new)
                .push(Method.push("outboard.test.Model/TICK"))
                .build();
    }

    private static Method method(ModelMethod method) {
        return Method.of(method.fullName(), Shape.of(method.shape()));
    }

    private void sink(ServerCall call) {
        sunk++;
        call.complete();
    }

    /** Sends what it has as far as there is credit, and ends behind the last message. */
    private static final class Sender implements StreamListener {
        private final ServerStream stream;
        private final Deque<byte[]> waiting = new ArrayDeque<>();
        private final Deque<Long> credit = new ArrayDeque<>();
        private boolean isLast;

        Sender(ServerStream stream) {
            this.stream = stream;
        }

        static Sender counting(ServerStream stream) {
            Sender sender = new Sender(stream);
            int request = stream.request().readFixed32();
            for (int i = 0; i < (request & 7); i++) {
                byte[] message = new byte[request >>> 8 & 0xff];
                Arrays.fill(message, (byte) i);
                sender.waiting.add(message);
            }
            sender.isLast = true;
            sender.onReady();
            return sender;
        }

        @Override
        public void onMessage(WireReader message) {
            byte[] bytes = new byte[message.length()];
            message.bytesAt(0, bytes, 0, bytes.length);
            waiting.add(bytes);
            credit.add(stream.holdCredit());
            onReady();
        }

        @Override
        public void onEnd() {
            isLast = true;
            onReady();
        }

        @Override
        public void onReady() {
            byte[] next;
            while ((next = waiting.peek()) != null) {
                byte[] message = next;
                if (stream.send(out -> out.writeRaw(message, 0, message.length)) != SendResult.ACCEPTED) {
                    return;
                }
                waiting.remove();
                if (!credit.isEmpty()) {
                    stream.returnCredit(credit.remove());
                }
            }
            if (isLast) {
                stream.complete();
            }
        }
    }

    private static final class Sum implements StreamListener {
        private final ServerStream stream;
        private long sum;

        Sum(ServerStream stream) {
            this.stream = stream;
        }

        @Override
        public void onMessage(WireReader message) {
            sum += message.readFixed64();
        }

        @Override
        public void onEnd() {
            stream.complete(out -> out.writeFixed64(sum));
        }
    }

    private final class Held implements StreamListener {
        private final ServerStream stream;

        Held(ServerStream stream) {
            this.stream = stream;
            held.add(stream);
        }

        @Override
        public void onMessage(WireReader message) {
            stream.holdCredit();
        }
    }
}
