package dev.outboard.rpc.hostile;

import dev.outboard.rpc.frame.FrameType;
import java.io.IOException;

/** Says that it sends no more (FIN), where there is more to come, and goes on reading. */
public enum HalfClose implements Attack {
    ENDS_IN_A_HEADER("7 bytes of a header, and FIN") {
        @Override
        void begin(RawPeer peer) throws IOException {
            peer.send(new byte[7]);
        }
    },
    ENDS_IN_A_CALL("a call that is not answered yet, and FIN") {
        @Override
        void begin(RawPeer peer) throws IOException {
            for (int slot = 1; slot <= Math.min(64, peer.limits().maxCalls()); slot++) {
                peer.request(2, slot, new byte[1000]);
            }
        }
    },
    ENDS_IN_A_STREAM("a stream with messages, and FIN") {
        @Override
        void begin(RawPeer peer) throws IOException {
            peer.request(3, 1, new byte[0]);
            for (int i = 0; i < 10; i++) {
                peer.send(RawPeer.frame(FrameType.DATA, 0, 1, 0, new byte[1000]));
            }
        }
    },
    ENDS_IN_A_LONG_MESSAGE("the first part of a message, and FIN") {
        @Override
        void begin(RawPeer peer) throws IOException {
            peer.send(RawPeer.part(FrameType.REQUEST, 1, 1, true, new byte[2000]));
        }
    },
    ENDS_BEHIND_THE_HANDSHAKE("FIN behind HELLO_ACK") {
        @Override
        void begin(RawPeer peer) {
            // That was all.
        }
    };

    private final String sends;

    HalfClose(String sends) {
        this.sends = sends;
    }

    abstract void begin(RawPeer peer) throws IOException;

    @Override
    public Family family() {
        return Family.HALF_CLOSES;
    }

    @Override
    public String sends() {
        return sends;
    }

    @Override
    public String rule() {
        return "closed: an end that says it is done is gone, and what it has in flight is cancelled";
    }

    @Override
    public boolean accepts(Verdict verdict) {
        return verdict.end() == Verdict.End.CLOSED && verdict.goAway() == null;
    }

    @Override
    public Verdict run(Target target) throws IOException {
        try (RawPeer peer = RawPeer.greeted(target)) {
            peer.define(1, target.methods().unary());
            peer.define(2, target.methods().held());
            peer.define(3, target.methods().stream());
            begin(peer);
            peer.finish();
            return peer.verdict(target.patience());
        }
    }
}
