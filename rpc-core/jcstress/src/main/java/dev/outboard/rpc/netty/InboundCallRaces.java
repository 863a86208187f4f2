package dev.outboard.rpc.netty;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.outboard.jcstress.Meeting;
import dev.outboard.rpc.CallHandler;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.StatusWord;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A call on the server, which its loop begins and any thread ends. */
public class InboundCallRaces {
    private static final Method METHOD = Method.unary("jcstress.Races/Call");
    private static final int STREAM = FrameHeader.stream(1, 0);
    /** About what the handler and its loop take. */
    private static final int LATE = 10;

    /** Of two threads that end a call one does; the other is told, and the client hears of the one. */
    @JCStressTest
    @Outcome(id = "ended, told, OK", expect = ACCEPTABLE, desc = "completed")
    @Outcome(id = "told, ended, INTERNAL", expect = ACCEPTABLE, desc = "failed")
    @Outcome(expect = FORBIDDEN, desc = "both, none, or another answer")
    @State
    public static class TwoEnds {
        private final Meeting meeting = new Meeting();
        private final Rig rig = new Rig();
        private final InboundCall call = begin(rig, running -> {});

        public TwoEnds() {
            handle(rig, call);
        }

        @Actor
        public void completing(LLL_Result r) {
            meeting.join();
            r.r1 = end(call::complete);
        }

        @Actor
        public void failing(LLL_Result r) {
            meeting.join();
            r.r2 = end(() -> call.fail(StatusCode.INTERNAL, "by the test"));
        }

        @Arbiter
        public void loop(LLL_Result r) {
            r.r3 = answers(rig);
        }
    }

    /** A call that another thread ends while its handler returns on the loop is answered once. */
    @JCStressTest
    @Outcome(id = "ended, OK", expect = ACCEPTABLE, desc = "one answer")
    @Outcome(expect = FORBIDDEN, desc = "none, or two")
    @State
    public static class EndAndReturn {
        private final Meeting meeting = new Meeting();
        private final Rig rig = new Rig();
        private volatile @Nullable ServerCall handed;

        @Actor
        public void loop() {
            InboundCall call = begin(rig, running -> {
                handed = running;
                meeting.joinLate(LATE);
            });
            handle(rig, call);
        }

        @Actor
        public void other(LL_Result r) {
            meeting.join();
            r.r1 = end(Objects.requireNonNull(handed)::complete);
        }

        @Arbiter
        public void rest(LL_Result r) {
            r.r2 = answers(rig);
        }
    }

    private static InboundCall begin(Rig rig, CallHandler handler) {
        Route route = Route.to(new Service.Endpoint(METHOD, Execution.EVENT_LOOP, handler));
        InboundCall call = new InboundCall(rig.connection, Rig.CODEC.newReader(), route);
        call.begin(route, STREAM, 0, 0, 0, 0);
        return call;
    }

    /** Runs the handler as the loop does; the call goes on. */
    private static void handle(Rig rig, InboundCall call) {
        rig.loop.adopt();
        ByteBuf request = Rig.ALLOCATOR.directBuffer(1);
        call.runOnLoop(request, 0, 0);
        request.release();
    }

    private static String end(Runnable end) {
        try {
            end.run();
            return "ended";
        } catch (IllegalStateException e) {
            return "told";
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName();
        }
    }

    /** What the client hears once the loop has run. */
    private static String answers(Rig rig) {
        rig.loop.run();
        rig.out.flush();
        return rig.channel.frames().stream()
                .map(frame -> StatusWord.code(FrameHeader.aux16(frame.word0())).name())
                .collect(Collectors.joining(" and "));
    }
}
