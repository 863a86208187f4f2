package dev.outboard.rpc.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;

/** Something else on a port that speaks TLS. */
public enum TlsGarbage implements Attack {
    PLAIN_ON_TLS("our preface, without TLS") {
        @Override
        void begin(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.preface());
        }
    },
    GARBAGE_ON_TLS("4 KiB of random bytes") {
        @Override
        void begin(RawPeer peer, Target target) throws IOException {
            byte[] bytes = new byte[4096];
            new SplittableRandom(1).nextBytes(bytes);
            peer.sendAsFarAsItGoes(bytes);
        }
    },
    TLS_RECORD_THAT_LIES("a record of a handshake that says 65,535 bytes") {
        @Override
        void begin(RawPeer peer, Target target) throws IOException {
            peer.send(new byte[] {0x16, 3, 1, (byte) 0xff, (byte) 0xff, 1, (byte) 0xff, (byte) 0xff, (byte) 0xff});
        }
    },
    TLS_HELLO_OF_GARBAGE("a ClientHello of zeros") {
        @Override
        void begin(RawPeer peer, Target target) throws IOException {
            byte[] hello = new byte[5 + 200];
            System.arraycopy(new byte[] {0x16, 3, 1, 0, (byte) 200, 1, 0, 0, (byte) 196}, 0, hello, 0, 9);
            peer.send(hello);
        }
    },
    TLS_STALLED("half of a record, and no more") {
        @Override
        void begin(RawPeer peer, Target target) throws IOException {
            peer.send(new byte[] {0x16, 3, 1, 0, (byte) 200, 1, 0});
        }
    },
    TLS_BYTE_BY_BYTE("a record, byte by byte") {
        @Override
        void begin(RawPeer peer, Target target) throws IOException {
            byte[] hello = new byte[5 + 2000];
            System.arraycopy(new byte[] {0x16, 3, 1, 7, (byte) 208, 1, 0, 7, (byte) 204}, 0, hello, 0, 9);
            Slow.drip(peer, target, hello);
        }
    },
    TLS_SILENT("nothing") {
        @Override
        void begin(RawPeer peer, Target target) {
            // It says nothing at all.
        }
    };

    private final String sends;

    TlsGarbage(String sends) {
        this.sends = sends;
    }

    abstract void begin(RawPeer peer, Target target) throws IOException;

    @Override
    public Family family() {
        return Family.TLS;
    }

    @Override
    public String sends() {
        return sends;
    }

    @Override
    public String rule() {
        return "closed, tls or handshake-timeout, with no word but an alert";
    }

    @Override
    public boolean accepts(Verdict verdict) {
        return verdict.end() == Verdict.End.CLOSED;
    }

    @Override
    public Verdict run(Target target) throws IOException {
        InetSocketAddress address = target.tls();
        if (address == null) {
            throw new IllegalArgumentException("target: no TLS (expected: a port that speaks it)");
        }
        try (RawPeer peer = new RawPeer(address)) {
            begin(peer, target);
            return peer.verdictOfBytes(target.patience());
        }
    }
}
