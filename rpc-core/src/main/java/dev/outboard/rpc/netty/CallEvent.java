package dev.outboard.rpc.netty;

import dev.outboard.rpc.CallSummary;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * A server's call, for the flight recorder: from reading the request to the end. Off unless a recording asks for it; then it is one
 * object per call, and a threshold keeps short calls out of the recording.
 *
 * <p>Service and method are two fields because JDK 17's recorder, in a second recording of one process, can lose strings of 16
 * characters and more; most methods are shorter.
 *
 * <p>Touched only behind {@link Recorder#PRESENT}: where the JDK has no recorder, this class cannot be loaded.
 */
@Name("dev.outboard.Call")
@Label("Call")
@Description("A unary call, one-way message or stream on a server, from reading its request to its end")
@Category("Outboard")
@Enabled(false)
@StackTrace(false)
final class CallEvent extends Event {
    private static final CallEvent PROBE = new CallEvent();

    @Label("Service")
    @Nullable
    String service;

    @Label("Method")
    @Description("Without its service")
    @Nullable
    String method;

    @Label("Status")
    @Nullable
    String status;

    @Label("Not Processed")
    @Description("No handler has seen it")
    boolean notProcessed;

    @Label("Queue Time")
    @Description("From reading the request to its handler's start, or to the end without one")
    @Timespan(Timespan.NANOSECONDS)
    long queueTime;

    @Label("Run Time")
    @Timespan(Timespan.NANOSECONDS)
    long runTime;

    @Label("Request")
    @DataAmount
    long requestBytes;

    @Label("Reply")
    @DataAmount
    long replyBytes;

    @Label("Connection")
    @Description("Its number on the server")
    long connection;

    private CallEvent() {}

    static boolean isRecorded() {
        return PROBE.isEnabled();
    }

    /** A call has come. */
    static CallEvent arrived() {
        CallEvent event = new CallEvent();
        event.begin();
        return event;
    }

    /** The call has ended. <em>Borrows</em> the summary. */
    void ended(CallSummary call, long connectionId) {
        end();
        if (!shouldCommit()) {
            return;
        }
        service = call.method().serviceName();
        method = call.method().name();
        status = call.code().name();
        notProcessed = call.notProcessed();
        queueTime = call.queueNanos();
        runTime = call.runNanos();
        requestBytes = call.requestBytes();
        replyBytes = call.replyBytes();
        connection = connectionId;
        commit();
    }
}
