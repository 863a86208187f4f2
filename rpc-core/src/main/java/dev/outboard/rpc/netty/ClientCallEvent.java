package dev.outboard.rpc.netty;

import dev.outboard.rpc.ClientCallSummary;
import dev.outboard.rpc.ClientCallWatcher;
import dev.outboard.rpc.ClientInterceptor;
import dev.outboard.rpc.RpcChannel;
import dev.outboard.rpc.Status;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * A client's call on one connection, for the flight recorder: from before its request is encoded to its end. Off unless a recording
 * asks for it; then a call goes through an interceptor and costs a few objects. Strings are split as in {@link CallEvent}.
 *
 * <p>Touched only behind {@link Recorder#PRESENT}: where the JDK has no recorder, this class cannot be loaded.
 */
@Name("dev.outboard.ClientCall")
@Label("Client Call")
@Description(
        "A unary call, one-way message or stream on a client's connection, from its start to its end; each attempt of a retried"
                + " call is one")
@Category("Outboard")
@Enabled(false)
@StackTrace(false)
final class ClientCallEvent extends Event implements ClientCallWatcher.Watch {
    private static final ClientCallEvent PROBE = new ClientCallEvent();

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

    @Label("Request")
    @DataAmount
    long requestBytes;

    @Label("Reply")
    @DataAmount
    long replyBytes;

    @Label("Connection")
    @Description("Its number on the client")
    long connection;

    private ClientCallEvent() {}

    static boolean isRecorded() {
        return PROBE.isEnabled();
    }

    /** That channel, with an event for each call. */
    static RpcChannel recorded(RpcChannel channel, long connectionId) {
        return channel.intercepted(ClientInterceptor.watching((called, options) -> {
            ClientCallEvent event = new ClientCallEvent();
            event.connection = connectionId;
            event.begin();
            return event;
        }));
    }

    @Override
    public void ended(ClientCallSummary call) {
        end();
        if (!shouldCommit()) {
            return;
        }
        Status failure = call.failure();
        service = call.method().serviceName();
        method = call.method().name();
        status = call.code().name();
        notProcessed = failure != null && failure.notProcessed();
        requestBytes = call.requestBytes();
        replyBytes = call.replyBytes();
        commit();
    }
}
