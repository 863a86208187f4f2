package dev.outboard.rpc.hostile;

import dev.outboard.rpc.Method;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.GoAwayCode;
import dev.outboard.rpc.frame.MethodDef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;

/**
 * As many frames of one kind as {@link Target#frames}, as fast as they go. A server may close for that with CALM, or cope: no
 * flood may make it grow, and none may keep it from others.
 */
public enum Flood implements Attack {
    FLOOD_OF_CREDIT("CREDITs of a stream, each a byte more") {
        @Override
        byte[] frame(int i) {
            return RawPeer.credit(STREAM, (1L << 20) + i);
        }
    },
    FLOOD_OF_CONNECTION_CREDIT("CONNECTION_CREDITs, each a byte more") {
        @Override
        byte[] frame(int i) {
            return RawPeer.credit(0, (1L << 21) + i);
        }
    },
    FLOOD_OF_CANCELS("CANCELs of one call, which is over after the first") {
        @Override
        byte[] frame(int i) {
            return RawPeer.frame(FrameType.CANCEL, 1, HELD, 0, new byte[0]);
        }
    },
    FLOOD_OF_METHOD_DEFS("METHOD_DEFs with names of 255 bytes, until there are no numbers left", GoAwayCode.PROTOCOL) {
        @Override
        byte[] frame(int i) {
            String name = "a".repeat(240) + '/' + i;
            return RawPeer.frame(FrameType.METHOD_DEF, 4 + i & 0xffff, 0, 0, MethodDef.encode(Method.unary(name)));
        }
    },
    FLOOD_OF_EMPTY_MESSAGES("DATA of no bytes, with no regard to credit", GoAwayCode.PROTOCOL) {
        @Override
        byte[] frame(int i) {
            return RawPeer.frame(FrameType.DATA, 0, STREAM, 0, new byte[0]);
        }
    },
    FLOOD_OF_UNKNOWN_FRAMES("frames of a type that is to be skipped") {
        @Override
        byte[] frame(int i) {
            return RawPeer.frame(0x8a, i & 0xffff, i, i, new byte[i & 63]);
        }
    },
    FLOOD_OF_ONE_WAYS("one-way messages of no bytes") {
        @Override
        byte[] frame(int i) {
            return RawPeer.frame(FrameType.NOTIFY, 3, 0, 0, new byte[0]);
        }
    };

    private static final int BATCH = 256;
    private static final int CALL = FrameHeader.stream(1, 0);
    private static final int STREAM = FrameHeader.stream(2, 0);
    private static final int HELD = FrameHeader.stream(3, 0);

    private final String sends;
    private final Set<GoAwayCode> codes;

    Flood(String sends) {
        this(sends, GoAwayCode.CALM);
    }

    /** @param code that it may be closed with, besides CALM */
    Flood(String sends, GoAwayCode code) {
        this.sends = sends;
        this.codes = Set.of(GoAwayCode.CALM, code == GoAwayCode.CALM ? GoAwayCode.RESOURCES : code);
    }

    abstract byte[] frame(int i);

    @Override
    public Family family() {
        return Family.FLOOD;
    }

    @Override
    public String sends() {
        return sends;
    }

    @Override
    public String rule() {
        return "coped with, or closed, GOAWAY CALM" + (codes.contains(GoAwayCode.PROTOCOL) ? " or PROTOCOL" : "");
    }

    @Override
    public boolean accepts(Verdict verdict) {
        return verdict.end() == Verdict.End.SERVED || codes.stream().anyMatch(verdict::isClosedFor);
    }

    @Override
    public Verdict run(Target target) throws IOException {
        try (RawPeer peer = RawPeer.greeted(target)) {
            Target.Methods methods = target.methods();
            peer.define(1, methods.unary());
            peer.define(2, methods.stream());
            peer.define(3, methods.oneWay());
            peer.define(4, methods.held());
            peer.request(2, STREAM, new byte[0]);
            peer.request(4, HELD, new byte[0]);
            int sent = 0;
            boolean taken = true;
            while (taken && sent < target.frames()) {
                ByteArrayOutputStream batch = new ByteArrayOutputStream();
                for (int i = 0; i < BATCH; i++) {
                    batch.writeBytes(frame(++sent));
                }
                taken = peer.pour(batch.toByteArray(), target.patience());
            }
            Verdict verdict = peer.verdictByCalling(1, CALL, target.patience());
            return verdict.text().isEmpty() ? new Verdict(verdict.end(), verdict.goAway(), sent + " frames") : verdict;
        }
    }
}
