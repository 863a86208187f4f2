package dev.outboard.bench.soak;

import dev.outboard.bench.soak.Tally.End;
import dev.outboard.codec.WireReader;
import dev.outboard.rpc.CallHandle;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.ClientStream;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamReceiver;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One call of the long run, from its start to its end, which it hears on its connection's event loop. */
final class Attempt implements ReplyHandler, StreamReceiver, MessageWriter {
    private static final long LONG_NANOS = 60_000_000_000L;
    private static final long SHORT_NANOS = 5_000_000;
    private static final int LARGE_BYTES = 40 << 10;
    private static final int ECHOES = 50;
    private static final int ECHO_BYTES = 200;

    private final Kind kind;
    private final Tally tally;
    private final Semaphore window;
    private final byte[] bytes;
    private final AtomicBoolean over = new AtomicBoolean();
    private @Nullable ClientStream stream;
    private int sent;
    private int received;
    private String wrong = "";

    private Attempt(Kind kind, Tally tally, Semaphore window, byte[] bytes) {
        this.kind = kind;
        this.tally = tally;
        this.window = window;
        this.bytes = bytes;
    }

    /** Starts one; the window has a place less until it has ended. */
    static void start(Kind kind, ClientConnection connection, Tally tally, Semaphore window, SplittableRandom random) {
        byte[] bytes =
                new byte[kind == Kind.LARGE ? LARGE_BYTES : kind == Kind.ECHO ? ECHO_BYTES : random.nextInt(8, 200)];
        random.nextBytes(bytes);
        Attempt attempt = new Attempt(kind, tally, window, bytes);
        tally.started(kind);
        switch (kind) {
            case UNARY, LARGE -> connection.call(SoakService.ECHO, attempt, LONG_NANOS, attempt);
            case CANCEL -> {
                CallHandle call = connection.startCall(SoakService.HOLD, attempt, LONG_NANOS, attempt);
                call.cancel("as planned");
            }
            case TIMEOUT -> connection.call(SoakService.HOLD, attempt, SHORT_NANOS, attempt);
            case COUNT -> connection.openStream(SoakService.COUNT, attempt, LONG_NANOS, attempt);
            case ECHO -> {
                ClientStream opened = connection.openStream(SoakService.BACK, LONG_NANOS, attempt);
                attempt.begin(opened);
            }
        }
    }

    @Override
    public void write(dev.outboard.codec.WireWriter out) {
        out.writeRaw(bytes, 0, bytes.length);
    }

    // ---- a stream both ways

    /** The event loop sends the rest. */
    private synchronized void begin(ClientStream opened) {
        stream = opened;
        sendMore();
    }

    private void sendMore() {
        ClientStream target = stream;
        if (target == null) {
            return;
        }
        while (sent < ECHOES && target.send(this) == SendResult.ACCEPTED) {
            sent++;
        }
        if (sent == ECHOES) {
            target.end();
        }
    }

    @Override
    public synchronized void onReady() {
        sendMore();
    }

    @Override
    public void onMessage(WireReader message) {
        if (kind == Kind.COUNT) {
            if (message.length() != SoakService.MESSAGE_BYTES || message.readFixed32() != received) {
                wrong = "message " + received + " is another";
            }
        } else if (!isMine(message)) {
            wrong = "message " + received + " is another";
        }
        received++;
    }

    @Override
    public void onComplete() {
        int due = kind == Kind.COUNT ? SoakService.MESSAGES : ECHOES;
        if (received != due) {
            wrong = received + " messages (expected: " + due + ")";
        }
        end(wrong.isEmpty() ? End.RIGHT : End.WRONG, wrong);
    }

    // ---- a unary call

    @Override
    public void onReply(WireReader reply) {
        boolean echoes = kind == Kind.UNARY || kind == Kind.LARGE;
        boolean right = echoes && isMine(reply);
        end(right ? End.RIGHT : End.WRONG, echoes ? "another reply" : "a reply");
    }

    private boolean isMine(WireReader message) {
        if (message.length() != bytes.length) {
            return false;
        }
        byte[] got = new byte[bytes.length];
        message.bytesAt(0, got, 0, got.length);
        return java.util.Arrays.equals(got, bytes);
    }

    @Override
    public void onFailure(Status status) {
        boolean due = switch (kind) {
            // Where this machine has better things to do for 50 ms, the server's answer is the first.
            case CANCEL -> status.code() == StatusCode.CANCELLED || status.code() == StatusCode.ABORTED;
            case TIMEOUT -> status.code() == StatusCode.DEADLINE_EXCEEDED || status.code() == StatusCode.ABORTED;
            default -> false;
        };
        if (due) {
            end(End.RIGHT, "");
        } else if (status.code() == StatusCode.UNAVAILABLE) {
            end(End.CUT, "");
        } else if (status.code() == StatusCode.RESOURCE_EXHAUSTED && status.notProcessed()) {
            end(End.REFUSED, "");
        } else {
            end(End.WRONG, status.toString());
        }
    }

    private void end(End end, String what) {
        if (!over.compareAndSet(false, true)) {
            tally.wrong(kind, End.TWICE, "ended twice: " + end);
            return;
        }
        if (end == End.WRONG) {
            tally.wrong(kind, end, what);
        } else {
            tally.ended(kind, end);
        }
        window.release();
    }
}
