package dev.outboard.bench.rpc.ours;

import dev.outboard.bench.rpc.load.Call;
import dev.outboard.bench.rpc.load.Opaque;
import dev.outboard.bench.rpc.load.Payload;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;

/** Opaque bytes: the body is them, with no field around. */
final class OpaqueExchange extends Exchange {
    private final Opaque opaque;

    OpaqueExchange(Call call, Payload payload) {
        super(call);
        this.opaque = new Opaque(payload);
    }

    @Override
    public void write(WireWriter out) {
        byte[] pattern = opaque.pattern();
        out.writeFixed64(call.id());
        out.writeRaw(pattern, 8, pattern.length - 16);
        out.writeFixed64(~call.id());
    }

    @Override
    boolean matches(WireReader reply) {
        long id = call.id();
        int last = opaque.lastOffset();
        if (reply.length() != last + 8 || reply.readFixed64() != id) {
            return false;
        }
        if (Opaque.isFullyChecked(id)) {
            for (int offset = 8; offset < last; offset += 8) {
                if (reply.readFixed64() != opaque.word(id, offset)) {
                    return false;
                }
            }
        } else {
            reply.skip(last - 8);
        }
        return reply.readFixed64() == ~id;
    }
}
