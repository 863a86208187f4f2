package dev.outboard.rpc.hostile;

import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.GoAwayCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Opens and takes back, as fast as slots become free: the rapid reset of other protocols. */
public enum Reset implements Attack {
    RESET_CALLS("REQUEST and CANCEL, in every slot, again and again") {
        @Override
        void open(ByteArrayOutputStream out, int stream) {
            out.writeBytes(RawPeer.frame(FrameType.REQUEST, 2, stream, 0, new byte[64]));
        }
    },
    RESET_CALLS_THAT_RUN("the same, with calls that workers answer meanwhile") {
        @Override
        void open(ByteArrayOutputStream out, int stream) {
            out.writeBytes(RawPeer.frame(FrameType.REQUEST, 1, stream, 0, new byte[64]));
        }
    },
    RESET_STREAMS("the same, with streams and a message in each") {
        @Override
        void open(ByteArrayOutputStream out, int stream) {
            out.writeBytes(RawPeer.frame(FrameType.REQUEST, 3, stream, 0, new byte[0]));
            out.writeBytes(RawPeer.frame(FrameType.DATA, 0, stream, 0, new byte[64]));
        }
    },
    RESET_UNFINISHED_REQUESTS("the same, with the first parts of long requests") {
        @Override
        void open(ByteArrayOutputStream out, int stream) {
            out.writeBytes(RawPeer.part(FrameType.REQUEST, 1, stream, true, new byte[2048]));
        }
    },
    RESET_CONNECTIONS("connections that are reset with a call in flight") {
        @Override
        void open(ByteArrayOutputStream out, int stream) {
            out.writeBytes(RawPeer.frame(FrameType.REQUEST, 2, stream, 0, new byte[64]));
        }

        @Override
        public Verdict run(Target target) throws IOException {
            for (int i = 0; i < target.crowd(); i++) {
                try (RawPeer peer = RawPeer.greeted(target)) {
                    peer.define(2, target.methods().held());
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    open(out, 1);
                    peer.send(out.toByteArray());
                    peer.reset();
                }
            }
            try (RawPeer peer = RawPeer.greeted(target)) {
                peer.define(1, target.methods().unary());
                return peer.verdictByCalling(1, 1, target.patience());
            }
        }
    };

    private static final int SLOTS = 64;

    private final String sends;

    Reset(String sends) {
        this.sends = sends;
    }

    abstract void open(ByteArrayOutputStream out, int stream);

    @Override
    public Family family() {
        return Family.RESETS;
    }

    @Override
    public String sends() {
        return sends;
    }

    @Override
    public String rule() {
        return "coped with, a slot being taken until its RESPONSE, or closed, GOAWAY CALM";
    }

    @Override
    public boolean accepts(Verdict verdict) {
        return verdict.end() == Verdict.End.SERVED || verdict.isClosedFor(GoAwayCode.CALM);
    }

    @Override
    public Verdict run(Target target) throws IOException {
        try (RawPeer peer = RawPeer.greeted(target)) {
            Target.Methods methods = target.methods();
            peer.define(1, methods.unary());
            peer.define(2, methods.held());
            peer.define(3, methods.stream());
            int slots = Math.min(SLOTS, peer.limits().maxCalls());
            int rounds = Math.max(1, target.frames() / (2 * slots));
            for (int round = 0; round < rounds; round++) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                for (int slot = 1; slot <= slots; slot++) {
                    int stream = FrameHeader.stream(slot, round & FrameHeader.MAX_GENERATION);
                    open(out, stream);
                    out.writeBytes(RawPeer.frame(FrameType.CANCEL, 1, stream, 0, new byte[0]));
                }
                if (!peer.pour(out.toByteArray(), target.patience()) || !answered(peer, slots)) {
                    return peer.verdict(target.patience());
                }
            }
            return peer.verdictByCalling(
                    1, FrameHeader.stream(1, rounds & FrameHeader.MAX_GENERATION), target.patience());
        }
    }

    /** Reads until all slots are free; false where the server says that it is enough. */
    private static boolean answered(RawPeer peer, int slots) throws IOException {
        for (int free = 0; free < slots; ) {
            RawPeer.Frame next = peer.peek();
            if (next == null || next.type() == FrameType.GOAWAY) {
                return false;
            }
            peer.read();
            if (next.type() == FrameType.RESPONSE) {
                free++;
            }
        }
        return true;
    }
}
