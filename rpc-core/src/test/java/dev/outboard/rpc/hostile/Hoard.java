package dev.outboard.rpc.hostile;

import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.GoAwayCode;
import dev.outboard.rpc.frame.Windows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Makes the server keep something, as much of it as it lets a client have, and never takes it away. */
public enum Hoard implements Attack {
    NEVER_READS_REPLIES(
            Family.NEVER_READS,
            "calls with replies of 32 KiB in every slot, and reads none",
            Set.of(Verdict.End.OPEN, Verdict.End.CLOSED)) {
        @Override
        Verdict hoard(RawPeer peer, Target target) throws IOException {
            int sent = 0;
            boolean taken = true;
            for (int slot = 1; taken && slot <= peer.limits().maxCalls(); slot++) {
                taken = peer.pour(
                        RawPeer.frame(FrameType.REQUEST, 1, slot, 0, new byte[32 << 10]),
                        target.pace().multipliedBy(PAUSES));
                sent++;
            }
            return peer.isClosedMeanwhile() ? Verdict.closed(null, "") : Verdict.open(sent + " calls taken");
        }
    },
    NEVER_READS_LONG_REPLIES(
            Family.NEVER_READS,
            "small calls with long replies in every slot, at once, and reads none",
            Set.of(Verdict.End.OPEN, Verdict.End.CLOSED)) {
        @Override
        Verdict hoard(RawPeer peer, Target target) throws IOException {
            ByteArrayOutputStream calls = new ByteArrayOutputStream();
            for (int slot = 1; slot <= peer.limits().maxCalls(); slot++) {
                calls.writeBytes(RawPeer.frame(FrameType.REQUEST, 5, slot, 0, new byte[8]));
            }
            peer.send(calls.toByteArray());
            return hold(peer, target);
        }
    },
    NEVER_READS_STREAMS(
            Family.NEVER_READS,
            "streams from the server with credit without end, and reads nothing",
            Set.of(Verdict.End.OPEN, Verdict.End.CLOSED)) {
        @Override
        Windows windows() {
            return new Windows(Integer.MAX_VALUE, Integer.MAX_VALUE);
        }

        @Override
        Verdict hoard(RawPeer peer, Target target) throws IOException {
            int streams = Math.min(16, peer.limits().maxCalls());
            peer.send(RawPeer.credit(0, Long.MAX_VALUE));
            for (int slot = 1; slot <= streams; slot++) {
                peer.request(4, slot, target.methods().sourceRequest());
                peer.send(RawPeer.credit(slot, Long.MAX_VALUE));
            }
            return hold(peer, target);
        }
    },
    NEVER_GIVES_CREDIT(
            Family.NEVER_READS,
            "streams from the server in every slot but one, each with a window of 1 byte",
            Set.of(Verdict.End.SERVED)) {
        @Override
        Windows windows() {
            return new Windows(1, 1);
        }

        @Override
        Verdict hoard(RawPeer peer, Target target) throws IOException {
            int last = peer.limits().maxCalls();
            for (int slot = 1; slot < last; slot++) {
                peer.request(4, slot, target.methods().sourceRequest());
            }
            return peer.verdictByCalling(1, last, target.patience());
        }
    },
    UNFINISHED_REQUESTS(
            Family.HOARDS,
            "long requests in many slots, all of them without their last part",
            Set.of(Verdict.End.CLOSED, Verdict.End.SERVED)) {
        @Override
        Verdict hoard(RawPeer peer, Target target) throws IOException {
            boolean taken = true;
            int slots = Math.min(32, peer.limits().maxCalls());
            int size = Math.min(PART, peer.limits().maxFrameBytes());
            int parts = Math.min(64, peer.limits().maxMessageBytes() / size - 1);
            for (int part = 0; part < parts; part++) {
                for (int slot = 1; taken && slot <= slots; slot++) {
                    taken = peer.pour(
                            part == 0
                                    ? RawPeer.part(FrameType.REQUEST, 1, slot, true, new byte[size])
                                    : RawPeer.part(FrameType.PART, FrameType.REQUEST, slot, true, new byte[size]),
                            target.patience());
                }
            }
            // Where memory is short, every one of them is refused, and nothing is left that could be late.
            return peer.verdictByAnswers(slots, target.patience());
        }
    },
    UNFINISHED_STREAM_MESSAGES(
            Family.HOARDS,
            "messages of streams without their last part, as far as credit goes",
            Set.of(Verdict.End.CLOSED)) {
        @Override
        Verdict hoard(RawPeer peer, Target target) throws IOException {
            int left = peer.limits().windows().connectionBytes();
            for (int slot = 1; left > PART && slot <= peer.limits().maxCalls(); slot++) {
                peer.request(3, slot, new byte[0]);
                peer.pour(RawPeer.part(FrameType.DATA, 0, slot, true, new byte[PART / 2]), target.patience());
                left -= PART / 2 + FrameHeader.BYTES;
            }
            return peer.verdict(target.patience());
        }
    },
    HELD_CALLS(Family.HOARDS, "calls that are not answered, in every slot but one", Set.of(Verdict.End.SERVED)) {
        @Override
        Verdict hoard(RawPeer peer, Target target) throws IOException {
            int last = peer.limits().maxCalls();
            for (int slot = 1; slot < last; slot++) {
                peer.request(2, slot, new byte[1000]);
            }
            return peer.verdictByCalling(1, last, target.patience());
        }
    },
    CREDIT_OF_2_TO_THE_63(
            Family.CREDIT, "credit as much as there is, for a stream and all", Set.of(Verdict.End.SERVED)) {
        @Override
        Verdict hoard(RawPeer peer, Target target) throws IOException {
            peer.request(3, 1, new byte[0]);
            peer.send(RawPeer.credit(0, Long.MAX_VALUE));
            peer.send(RawPeer.credit(1, Long.MAX_VALUE));
            return peer.verdictByCalling(1, 2, target.patience());
        }
    },
    GENERATION_USED_AGAIN(Family.IDS, "two calls, one after the other, with one id", Set.of(Verdict.End.SERVED)) {
        @Override
        Verdict hoard(RawPeer peer, Target target) throws IOException {
            Verdict first = peer.verdictByCalling(1, 1, target.patience());
            return first.end() == Verdict.End.SERVED ? peer.verdictByCalling(1, 1, target.patience()) : first;
        }
    },
    METADATA_LONGER_THAN_ITS_EXTENSION(
            Family.LENGTHS, "metadata whose value says 65,535 bytes", Set.of(Verdict.End.SERVED)) {
        @Override
        Verdict hoard(RawPeer peer, Target target) throws IOException {
            // The call fails where its handler looks at it, and only then.
            peer.send(RawPeer.extended(3, new byte[] {0, 1, 0, 5, 1, 'a', (byte) 0xff, (byte) 0xff, 'x', 0, 0, 0}));
            return peer.verdictByCalling(1, 2, target.patience());
        }
    };

    private static final int PART = 60_000;
    private static final int PAUSES = 10;

    private final Family family;
    private final String sends;
    private final Set<Verdict.End> ends;

    Hoard(Family family, String sends, Set<Verdict.End> ends) {
        this.family = family;
        this.sends = sends;
        this.ends = ends;
    }

    abstract Verdict hoard(RawPeer peer, Target target) throws IOException;

    Windows windows() {
        return new Windows(1 << 18, 1 << 20);
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
        if (family == Family.HOARDS && ends.contains(Verdict.End.CLOSED)) {
            return "closed, frame-timeout, GOAWAY TIMEOUT; or, where memory is short, all answered RESOURCE_EXHAUSTED";
        }
        return ends.contains(Verdict.End.SERVED)
                ? "coped with: the connection's limits bound it"
                : "left alone, with a full queue and nothing more read from it; or closed";
    }

    @Override
    public boolean accepts(Verdict verdict) {
        return ends.contains(verdict.end())
                && (verdict.goAway() == null
                        || verdict.isClosedFor(GoAwayCode.TIMEOUT)
                        || verdict.isClosedFor(GoAwayCode.RESOURCES));
    }

    /** Stays, and reads nothing. */
    private static Verdict hold(RawPeer peer, Target target) throws IOException {
        for (int i = 0; i < PAUSES; i++) {
            LockSupport.parkNanos(target.pace().toNanos());
        }
        return peer.isClosedMeanwhile() ? Verdict.closed(null, "") : Verdict.open("held");
    }

    @Override
    public Verdict run(Target target) throws IOException {
        try (RawPeer peer = RawPeer.greeted(target.address(), windows())) {
            Target.Methods methods = target.methods();
            peer.define(1, methods.unary());
            peer.define(2, methods.held());
            peer.define(3, methods.stream());
            peer.define(4, methods.source());
            peer.define(5, methods.large());
            return hoard(peer, target);
        }
    }
}
