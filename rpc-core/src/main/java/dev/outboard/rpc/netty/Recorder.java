package dev.outboard.rpc.netty;

/**
 * Whether the JDK has a flight recorder: module {@code jdk.jfr}, which a runtime made by jlink may lack. Without it nothing is
 * recorded, and everything else is as it is.
 */
final class Recorder {
    static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private Recorder() {}

    /** Whether a recording wants events of a server's calls. */
    static boolean wantsCalls() {
        return PRESENT && CallEvent.isRecorded();
    }

    /** Whether a recording wants events of a client's calls. */
    static boolean wantsClientCalls() {
        return PRESENT && ClientCallEvent.isRecorded();
    }

    /** Whether a recording wants events of window stalls. */
    static boolean wantsStalls() {
        return PRESENT && WindowStallEvent.isRecorded();
    }
}
