package dev.outboard.bench.rpc;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.outboard.bench.rpc.load.Payload;
import java.util.Arrays;

/** What takes part in the RPC benchmark. */
public enum RpcContender {
    RAW_HAND(
            "raw-hand",
            "raw.RawPeer",
            "hand",
            "Netty, by hand: frames parsed in place, replies into one buffer, a flush per read and, alone, per quarter of one; the limit"),
    RAW_DECODER(
            "raw-lfbd",
            "raw.RawPeer",
            "lfbd",
            "Netty with LengthFieldBasedFrameDecoder: a buffer and a write per message, one flush per read batch"),
    RAW_AGAIN(
            "raw-again",
            "raw.RawPeer",
            "hand",
            "raw-hand once more, as a control: what lies between two runs of one program, 64 bytes only"),
    UNSAFE_LOOP("unsafe-loop", "ours.OutboardPeer", "unsafe-loop", "ours, Unsafe codec, handlers on the event loop"),
    SAFE_LOOP("safe-loop", "ours.OutboardPeer", "safe-loop", "ours, safe codec, handlers on the event loop"),
    UNSAFE_WORKERS(
            "unsafe-workers", "ours.OutboardPeer", "unsafe-workers", "ours, Unsafe codec, handlers on two workers"),
    SAFE_WORKERS("safe-workers", "ours.OutboardPeer", "safe-workers", "ours, safe codec, handlers on two workers"),
    GRPC("grpc-java", "grpc.GrpcPeer", "direct", "grpc-java 1.85.1 on Netty, calls on the event loop (directExecutor)"),
    GRPC_POOL(
            "grpc-java-pool",
            "grpc.GrpcPeer",
            "default",
            "grpc-java 1.85.1 on Netty, calls on its default executor, on both sides"),
    RSOCKET("rsocket", "rsocket.RsocketPeer", "loop", "RSocket 1.1.5 over TCP, zero-copy payloads, on the event loop"),
    SOFABOLT("sofabolt", "sofabolt.BoltPeer", "loop", "SOFABolt 1.6.12, arrays without Hessian, on the event loop"),
    DUBBO(
            "dubbo",
            "dubbo.DubboPeer",
            "loop",
            "Dubbo 3.3.6, its own protocol, arrays without Hessian, on the event loop"),
    ARMERIA("armeria", "armeria.ArmeriaPeer", "loop", "Armeria 1.36.0, gRPC over HTTP/2, on the event loop");

    private static final String PACKAGE = "dev.outboard.bench.";

    private final String id;
    private final String type;
    private final String mode;
    private final String description;

    RpcContender(String id, String type, String mode, String description) {
        this.id = id;
        this.type = type;
        this.mode = mode;
        this.description = description;
    }

    /** The name on the command line and in reports. */
    @JsonValue
    public String id() {
        return id;
    }

    /** The contender called {@code id}. */
    public static RpcContender of(String id) {
        return Arrays.stream(values())
                .filter(contender -> contender.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("contender: " + id + " (expected: one of "
                        + String.join(
                                ", ",
                                Arrays.stream(values()).map(RpcContender::id).toList())
                        + ")"));
    }

    /** One line for a legend. */
    String description() {
        return description;
    }

    boolean isOurs() {
        return type.startsWith("ours.");
    }

    boolean isRaw() {
        return type.startsWith("raw.");
    }

    /** Whether it comes from a project of its own below {@code bench/peers}. */
    boolean isPeer() {
        return !isOurs() && !isRaw();
    }

    /** The folder of that project. */
    String folder() {
        return type.substring(0, type.indexOf('.'));
    }

    /** Its {@code RpcPeer}. */
    String peerClass() {
        return PACKAGE + (isPeer() ? "peers." : "rpc.") + type;
    }

    /** What its {@code RpcPeer} is told. */
    String mode() {
        return mode;
    }

    /** Whether it can carry this, and is asked to: a chat message takes generated code, and a control stands beside the bars only. */
    boolean carries(Payload payload) {
        if (this == RAW_AGAIN) {
            return payload == Payload.BYTES_64;
        }
        return payload != Payload.CHAT || isOurs() || type.startsWith("grpc.");
    }
}
