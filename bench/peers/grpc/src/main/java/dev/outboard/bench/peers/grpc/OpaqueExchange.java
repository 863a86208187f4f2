package dev.outboard.bench.peers.grpc;

import dev.outboard.bench.rpc.load.Call;
import dev.outboard.bench.rpc.load.Opaque;
import dev.outboard.bench.rpc.load.Payload;

/** Opaque bytes. */
final class OpaqueExchange extends Exchange<byte[]> {
    private final Opaque opaque;

    OpaqueExchange(Call call, Payload payload) {
        super(call);
        this.opaque = new Opaque(payload);
    }

    /** A new array: grpc may still hold the one before. */
    @Override
    byte[] request() {
        return opaque.bytes(call.id());
    }

    @Override
    boolean matches(byte[] reply) {
        return opaque.matches(call.id(), reply);
    }
}
