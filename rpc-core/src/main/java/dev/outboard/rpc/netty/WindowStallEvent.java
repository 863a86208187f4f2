package dev.outboard.rpc.netty;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/**
 * A stream that would send and has no credit, for the flight recorder: from the message that was NOT_READY to when the stream may go
 * on, or is over. Made only where a recording asks for it.
 *
 * <p>Touched only behind {@link Recorder#PRESENT}: where the JDK has no recorder, this class cannot be loaded.
 */
@Name("dev.outboard.WindowStall")
@Label("Window Stall")
@Description("A stream had a message and no credit to send it: its peer, or its peer's user, is slower")
@Category("Outboard")
@StackTrace(false)
@Threshold("10 ms")
final class WindowStallEvent extends Event {
    private static final WindowStallEvent PROBE = new WindowStallEvent();

    @Label("Window")
    @Description("Whose credit was used up: \"stream\" or \"connection\"")
    @Nullable
    String window;

    @Label("Side")
    @Description("Which end would send: \"server\" or \"client\"")
    @Nullable
    String side;

    @Label("Connection")
    @Description("Its number on that side")
    long connection;

    @Label("Stream")
    @Description("Its id on the connection; 0 where its request had not left")
    int stream;

    private WindowStallEvent() {}

    static boolean isRecorded() {
        return PROBE.isEnabled();
    }

    static WindowStallEvent begun(boolean streamWindow, boolean server, long connectionId, int streamId) {
        WindowStallEvent event = new WindowStallEvent();
        event.window = streamWindow ? "stream" : "connection";
        event.side = server ? "server" : "client";
        event.connection = connectionId;
        event.stream = streamId;
        event.begin();
        return event;
    }
}
