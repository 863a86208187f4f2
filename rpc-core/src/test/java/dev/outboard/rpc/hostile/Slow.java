package dev.outboard.rpc.hostile;

import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.GoAwayCode;
import dev.outboard.rpc.frame.Hello;
import dev.outboard.rpc.frame.Windows;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A byte in a while ({@link Target#pace}): each is progress, and the whole of it still has to come in time. */
public enum Slow implements Attack {
    HANDSHAKE_BYTE_BY_BYTE("preface and HELLO, byte by byte") {
        @Override
        void crawl(RawPeer peer, Target target) throws IOException {
            byte[] hello = RawPeer.frame(
                    FrameType.HELLO,
                    0,
                    0,
                    0,
                    Hello.own(65_536, new Windows(1 << 18, 1 << 20)).encode());
            drip(
                    peer,
                    target,
                    ByteBuffer.allocate(8 + hello.length)
                            .put(RawPeer.preface())
                            .put(hello)
                            .array());
        }
    },
    REQUEST_BYTE_BY_BYTE("a REQUEST of 32 KiB, byte by byte") {
        @Override
        void crawl(RawPeer peer, Target target) throws IOException {
            drip(peer, target, RawPeer.frame(FrameType.REQUEST, 1, 1, 0, new byte[32 << 10]));
        }
    },
    HEADER_BYTE_BY_BYTE("a METHOD_DEF whose header comes byte by byte, and whose body does not") {
        @Override
        void crawl(RawPeer peer, Target target) throws IOException {
            drip(peer, target, RawPeer.header(4096, FrameType.METHOD_DEF, 0));
        }
    },
    PART_BYTE_BY_BYTE("the second part of a message, byte by byte") {
        @Override
        void crawl(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.part(FrameType.REQUEST, 1, 1, true, new byte[1024]));
            drip(peer, target, RawPeer.part(FrameType.PART, FrameType.REQUEST, 1, false, new byte[32 << 10]));
        }
    };

    private final String sends;

    Slow(String sends) {
        this.sends = sends;
    }

    abstract void crawl(RawPeer peer, Target target) throws IOException;

    @Override
    public Family family() {
        return Family.SLOW;
    }

    @Override
    public String sends() {
        return sends;
    }

    @Override
    public String rule() {
        return "closed, " + (this == HANDSHAKE_BYTE_BY_BYTE ? "handshake-timeout" : "frame-timeout")
                + ", GOAWAY TIMEOUT";
    }

    @Override
    public boolean accepts(Verdict verdict) {
        return verdict.isClosedFor(GoAwayCode.TIMEOUT);
    }

    @Override
    public Verdict run(Target target) throws IOException {
        boolean greets = this == HANDSHAKE_BYTE_BY_BYTE;
        try (RawPeer peer = greets ? new RawPeer(target.address()) : RawPeer.greeted(target)) {
            if (!greets) {
                peer.define(1, target.methods().unary());
            }
            crawl(peer, target);
            return peer.verdict(target.patience());
        }
    }

    /** Sends until the server has enough of it. */
    static void drip(RawPeer peer, Target target, byte[] bytes) throws IOException {
        long deadline = System.nanoTime() + target.patience().toNanos();
        for (byte next : bytes) {
            peer.sendAsFarAsItGoes(new byte[] {next});
            if (peer.isClosedMeanwhile() || !peer.idle(target.pace()) || System.nanoTime() - deadline > 0) {
                return;
            }
        }
    }
}
