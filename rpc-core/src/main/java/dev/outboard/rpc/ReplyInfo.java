package dev.outboard.rpc;

/** What came with the end of a call beside the reply or the status. <em>Borrowed</em> until the handler returns. */
public interface ReplyInfo {
    /** What the server sent beside it. Read anew at each call of this, which allocates where there is any. */
    Metadata metadata();

    /** Whether the server told its times: it was asked ({@link CallOptions#withServerTimes}), and no handler was left out. */
    boolean hasServerTimes();

    /** Nanoseconds from reading the request to its handler's start; good to 100 ns and a thousandth. 0 where not told. */
    long serverQueueNanos();

    /** Nanoseconds from there to the call's end on the server; good to 100 ns and a thousandth. 0 where not told. */
    long serverRunNanos();
}
