package dev.outboard.rpc.hostile;

import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.GoAwayCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@link Target#crowd} connections at a time, or as many runs over all types and flags that there are. */
public enum Crowd implements Attack {
    MANY_THAT_SAY_NOTHING(Family.CROWD, "connections that say nothing", "closed, handshake-timeout, without a word") {
        @Override
        public Verdict run(Target target) throws IOException {
            return eachOf(target.crowd(), i -> new RawPeer(target.address()), target);
        }
    },
    MANY_THAT_STOP_BEHIND_THE_PREFACE(
            Family.CROWD, "connections that say the preface", "closed, handshake-timeout, GOAWAY TIMEOUT") {
        @Override
        public Verdict run(Target target) throws IOException {
            return eachOf(
                    target.crowd(),
                    i -> {
                        RawPeer peer = new RawPeer(target.address());
                        peer.send(RawPeer.preface());
                        return peer;
                    },
                    target);
        }
    },
    MANY_THAT_WAIT(
            Family.CROWD, "connections that shake hands, and do nothing", "coped with: they are within the limit") {
        @Override
        public Verdict run(Target target) throws IOException {
            List<RawPeer> peers = new ArrayList<>();
            try {
                for (int i = 0; i < target.crowd(); i++) {
                    peers.add(RawPeer.greeted(target));
                }
                RawPeer last = peers.get(peers.size() - 1);
                last.define(1, target.methods().unary());
                return last.verdictByCalling(1, 1, target.patience());
            } finally {
                close(peers);
            }
        }
    },
    COMES_AND_GOES(Family.CROWD, "connections, one after the other, that go at once", "coped with") {
        @Override
        public Verdict run(Target target) throws IOException {
            for (int i = 0; i < target.crowd(); i++) {
                new RawPeer(target.address()).close();
            }
            try (RawPeer peer = RawPeer.greeted(target)) {
                peer.define(1, target.methods().unary());
                return peer.verdictByCalling(1, 1, target.patience());
            }
        }
    },
    EVERY_UNKNOWN_TYPE(
            Family.FRAMES, "a frame of each type that there is not", "closed, unknown-frame, GOAWAY PROTOCOL") {
        @Override
        public Verdict run(Target target) throws IOException {
            List<Integer> types = new ArrayList<>();
            for (int type = 0; type < FrameType.SKIP_BIT; type++) {
                if (FrameType.name(type).startsWith("0x")) {
                    types.add(type);
                }
            }
            return eachOf(
                    types.size(),
                    i -> {
                        RawPeer peer = RawPeer.greeted(target);
                        peer.send(RawPeer.frame(types.get(i), 0, 0, 0, new byte[8]));
                        return peer;
                    },
                    target);
        }
    },
    EVERY_RESERVED_FLAG(
            Family.FRAMES,
            "a frame of each type with each flag that it has not",
            "closed, bad-frame, GOAWAY PROTOCOL") {
        @Override
        public Verdict run(Target target) throws IOException {
            int[] types = {FrameType.REQUEST, FrameType.DATA, FrameType.CANCEL, FrameType.NOTIFY, FrameType.PING};
            int flags = 5;
            return eachOf(
                    types.length * flags,
                    i -> {
                        RawPeer peer = RawPeer.greeted(target);
                        peer.define(1, target.methods().unary());
                        byte[] frame = RawPeer.frame(types[i / flags], 0, 1, 0, new byte[8]);
                        frame[4] = (byte) (8 << i % flags);
                        peer.send(frame);
                        return peer;
                    },
                    target);
        }
    },
    EVERY_TYPE_TO_SKIP(Family.FRAMES, "a frame of each type that is to be skipped", "coped with: skipped") {
        @Override
        public Verdict run(Target target) throws IOException {
            try (RawPeer peer = RawPeer.greeted(target)) {
                peer.define(1, target.methods().unary());
                for (int type = FrameType.SKIP_BIT; type <= 0xff; type++) {
                    if (!peer.pour(
                            RawPeer.frame(type, type, FrameHeader.stream(type, 1), -1, new byte[type]),
                            target.patience())) {
                        break;
                    }
                }
                return peer.verdictByCalling(1, 1, target.patience());
            }
        }
    };

    private final Family family;
    private final String sends;
    private final String rule;

    Crowd(Family family, String sends, String rule) {
        this.family = family;
        this.sends = sends;
        this.rule = rule;
    }

    /** Comes, and does what it came for. */
    private interface Guest {
        RawPeer come(int i) throws IOException;
    }

    /** All of them come; then each waits for its end. */
    private static Verdict eachOf(int count, Guest guest, Target target) throws IOException {
        List<RawPeer> peers = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                peers.add(guest.come(i));
            }
            Verdict worst = null;
            for (RawPeer peer : peers) {
                Verdict verdict = peer.verdict(target.patience());
                if (verdict.end() != Verdict.End.CLOSED) {
                    return verdict;
                }
                worst = worst == null || verdict.goAway() != null ? verdict : worst;
            }
            return worst == null ? Verdict.open("nobody came") : worst;
        } finally {
            close(peers);
        }
    }

    private static void close(List<RawPeer> peers) throws IOException {
        for (RawPeer peer : peers) {
            peer.close();
        }
    }

    @Override
    public Family family() {
        return family;
    }

    @Override
    public String sends() {
        return sends;
    }

    @Override
    public String rule() {
        return rule;
    }

    @Override
    public boolean accepts(Verdict verdict) {
        return switch (this) {
            case MANY_THAT_SAY_NOTHING -> verdict.end() == Verdict.End.CLOSED && verdict.goAway() == null;
            case MANY_THAT_STOP_BEHIND_THE_PREFACE -> verdict.isClosedFor(GoAwayCode.TIMEOUT);
            case EVERY_UNKNOWN_TYPE, EVERY_RESERVED_FLAG -> verdict.isClosedFor(GoAwayCode.PROTOCOL);
            case MANY_THAT_WAIT, COMES_AND_GOES -> verdict.end() == Verdict.End.SERVED;
            case EVERY_TYPE_TO_SKIP -> verdict.end() == Verdict.End.SERVED || verdict.isClosedFor(GoAwayCode.CALM);
        };
    }
}
