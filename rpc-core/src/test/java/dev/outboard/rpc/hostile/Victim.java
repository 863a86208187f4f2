package dev.outboard.rpc.hostile;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerStream;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.Shape;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamListener;

/** A service to be attacked; one for any number of servers. */
public final class Victim {
    private static final String NAME = "outboard.hostile.Victim";
    /** Sends back what it got. On a worker. */
    public static final Method ECHO = Method.unary(NAME + "/Echo");
    /** Answers with 64 KiB. On a worker. */
    public static final Method LARGE = Method.unary(NAME + "/Large");
    /** Answers when it is cancelled. On the event loop. */
    public static final Method HELD = Method.unary(NAME + "/Held");
    /** Keeps the credit of all messages. On a worker. */
    public static final Method PARK = Method.of(NAME + "/Park", Shape.BIDI_STREAM);
    /** Sends 16 MiB in messages of 1 KiB, as fast as it may. On the event loop. */
    public static final Method SOURCE = Method.of(NAME + "/Source", Shape.SERVER_STREAM);
    /** Takes messages, and does nothing. On the event loop. */
    public static final Method SINK = Method.oneWay(NAME + "/Sink");

    static final Target.Methods METHODS = new Target.Methods(ECHO, LARGE, HELD, PARK, SOURCE, new byte[0], SINK);

    private static final int MESSAGES = 16 << 10;
    private static final byte[] LONG_ANSWER = new byte[64 << 10];
    private static final byte[] MESSAGE = new byte[1 << 10];

    private Victim() {}

    /** A new service with all of the methods. */
    public static Service service() {
        return Service.named(NAME)
                .unary(ECHO, Execution.WORKERS, Victim::echo)
                .unary(LARGE, Execution.WORKERS, Victim::answerAtLength)
                .unary(HELD, Execution.EVENT_LOOP, Victim::hold)
                .oneWay(SINK, Execution.EVENT_LOOP, ServerCall::complete)
                .stream(PARK, Execution.WORKERS, Parked::new)
                .stream(SOURCE, Execution.EVENT_LOOP, Source::new)
                .build();
    }

    private static void echo(ServerCall call) {
        call.reply().writeRaw(call.request(), 0, call.request().length());
        call.complete();
    }

    private static void answerAtLength(ServerCall call) {
        call.reply().writeRaw(LONG_ANSWER, 0, LONG_ANSWER.length);
        call.complete();
    }

    private static void hold(ServerCall call) {
        call.onCancel(() -> call.fail(StatusCode.CANCELLED, "held: cancelled"));
    }

    private record Parked(ServerStream stream) implements StreamListener {
        @Override
        public void onMessage(WireReader message) {
            stream.holdCredit();
        }
    }

    private static final class Source implements StreamListener {
        private final ServerStream stream;
        private int sent;

        Source(ServerStream stream) {
            this.stream = stream;
            onReady();
        }

        @Override
        public void onReady() {
            while (sent < MESSAGES) {
                if (stream.send(out -> out.writeRaw(MESSAGE, 0, MESSAGE.length)) != SendResult.ACCEPTED) {
                    return;
                }
                sent++;
            }
            stream.complete();
        }
    }
}
