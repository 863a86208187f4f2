package dev.outboard.rpc.netty;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.NanoClock;
import dev.outboard.rpc.PushHandler;
import dev.outboard.rpc.Service;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What the builders collected; immutable. */
final class Options {
    private Options() {}

    /** Of a server. */
    record Server(
            CodecProvider codec,
            MemoryLedger ledger,
            Transport transport,
            String host,
            int port,
            int eventLoops,
            int workers,
            int workerQueue,
            int sendBufferBytes,
            int receiveBufferBytes,
            Limits limits,
            @Nullable SSLContext tls,
            List<Service> services,
            ServerHooks hooks,
            NanoClock clock) {}

    /** Of a client. */
    record Client(
            CodecProvider codec,
            MemoryLedger ledger,
            Transport transport,
            int eventLoops,
            int sendBufferBytes,
            int receiveBufferBytes,
            Limits limits,
            @Nullable SSLContext tls,
            Map<Method, PushHandler> pushes,
            Supplier<byte[]> credentials,
            NanoClock clock) {}

    static int atLeast(String name, int value, int min) {
        if (value < min) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + min + ")");
        }
        return value;
    }
}
