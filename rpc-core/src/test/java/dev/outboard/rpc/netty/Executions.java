package dev.outboard.rpc.netty;

import dev.outboard.rpc.Execution;
import dev.outboard.rpc.call.VirtualThreads;
import java.util.stream.Stream;

/** The executions that this JDK has, for tests that run on each. */
public final class Executions {
    private Executions() {}

    public static Execution[] all() {
        return Stream.of(Execution.values())
                .filter(execution -> execution != Execution.VIRTUAL_THREADS || VirtualThreads.areAvailable())
                .toArray(Execution[]::new);
    }
}
