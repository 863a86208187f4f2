package dev.outboard.rpc.hostile;

import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameRules;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.GoAwayCode;
import dev.outboard.rpc.frame.Hello;
import dev.outboard.rpc.frame.Windows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Clients that say a number which is not so: longer, shorter, or negative where it is read as signed. */
public enum Lie implements Violation {
    LENGTH_SHORTER_THAN_SENT(Fault.FRAME_TOO_LONG, GoAwayCode.FRAME_SIZE, "a frame that is longer than it says") {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().unary());
            byte[] frame = RawPeer.frame(FrameType.REQUEST, 1, 1, 0, new byte[64]);
            Arrays.fill(frame, FrameHeader.BYTES, frame.length, (byte) 0xff);
            frame[2] = 4;
            peer.send(frame);
        }
    },
    HELLO_ENTRY_LONGER_THAN_ITS_FRAME(
            Fault.BAD_HELLO, GoAwayCode.PROTOCOL, "a HELLO whose last entry says 65,535 bytes") {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            byte[] hello = hello();
            hello = Arrays.copyOf(hello, hello.length + 4);
            hello[hello.length - 4] = 0x0f;
            hello[hello.length - 2] = (byte) 0xff;
            hello[hello.length - 1] = (byte) 0xff;
            greet(peer, hello);
        }
    },
    HELLO_WITH_A_NEGATIVE_WINDOW(Fault.BAD_HELLO, GoAwayCode.PROTOCOL, "a HELLO with a window of 2^31") {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            greet(peer, withEntry(7, Integer.MIN_VALUE));
        }
    },
    HELLO_WITH_A_NEGATIVE_FRAME_LENGTH(Fault.BAD_HELLO, GoAwayCode.PROTOCOL, "a HELLO with frames of 2^32-1 bytes") {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            greet(peer, withEntry(4, -1));
        }
    },
    METHOD_NAME_LONGER_THAN_ITS_FRAME(
            Fault.BAD_METHOD, GoAwayCode.PROTOCOL, "a METHOD_DEF whose name says 65,535 bytes") {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.frame(
                    FrameType.METHOD_DEF, 1, 0, 0, new byte[] {1, 0, (byte) 0xff, (byte) 0xff, 'a', '/', 'b'}));
        }
    },
    METHOD_DEF_OVER_4_KIB(Fault.BAD_FRAME, GoAwayCode.PROTOCOL, "a METHOD_DEF of 4,097 bytes") {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.frame(FrameType.METHOD_DEF, 1, 0, 0, new byte[FrameRules.MAX_METHOD_DEF_BYTES + 1]));
        }
    },
    PING_OF_9_BYTES(Fault.BAD_FRAME, GoAwayCode.PROTOCOL, "a PING of 9 bytes") {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.frame(FrameType.PING, 0, 0, 0, new byte[9]));
        }
    },
    CREDIT_OF_4_BYTES(Fault.BAD_FRAME, GoAwayCode.PROTOCOL, "a CONNECTION_CREDIT of 4 bytes") {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.frame(FrameType.CONNECTION_CREDIT, 0, 0, 0, new byte[4]));
        }
    },
    CANCEL_WITH_A_LONG_TEXT(Fault.BAD_FRAME, GoAwayCode.PROTOCOL, "a CANCEL with 1,025 bytes of text") {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().held());
            peer.request(1, 1, new byte[0]);
            peer.send(RawPeer.frame(FrameType.CANCEL, 1, 1, 0, new byte[FrameRules.MAX_TEXT_BYTES + 1]));
        }
    },
    EMPTY_PART(Fault.BAD_FRAME, GoAwayCode.PROTOCOL, "a PART of no bytes") {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().unary());
            peer.send(RawPeer.part(FrameType.REQUEST, 1, 1, true, new byte[1024]));
            peer.send(RawPeer.part(FrameType.PART, FrameType.REQUEST, 1, false, new byte[0]));
        }
    },
    CREDIT_THAT_IS_NEGATIVE(Fault.BAD_FRAME, GoAwayCode.PROTOCOL, "a stream's credit of 2^63") {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().stream());
            peer.request(1, 1, new byte[0]);
            peer.send(RawPeer.credit(1, Long.MIN_VALUE));
        }
    },
    CONNECTION_CREDIT_THAT_IS_NEGATIVE(Fault.BAD_FRAME, GoAwayCode.PROTOCOL, "the connection's credit of 2^63") {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.credit(0, Long.MIN_VALUE));
        }
    },
    CREDIT_THAT_OVERFLOWS(Fault.BAD_FRAME, GoAwayCode.PROTOCOL, "credits of 2^63-1, then of 2^64-1") {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().stream());
            peer.request(1, 1, new byte[0]);
            peer.send(RawPeer.credit(1, Long.MAX_VALUE));
            peer.send(RawPeer.credit(0, Long.MAX_VALUE));
            peer.send(RawPeer.credit(1, -1));
        }
    },
    SLOT_OF_2_TO_THE_20(Fault.BAD_STREAM, GoAwayCode.PROTOCOL, "a REQUEST in slot 2^20-1") {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().unary());
            peer.request(1, -1, new byte[0]);
        }
    };

    private final Fault fault;
    private final GoAwayCode goAway;
    private final String sends;

    Lie(Fault fault, GoAwayCode goAway, String sends) {
        this.fault = fault;
        this.goAway = goAway;
        this.sends = sends;
    }

    @Override
    public Fault fault() {
        return fault;
    }

    @Override
    public GoAwayCode goAway() {
        return goAway;
    }

    @Override
    public boolean greetsFirst() {
        return fault != Fault.BAD_HELLO;
    }

    @Override
    public String sends() {
        return sends;
    }

    @Override
    public Family family() {
        return name().contains("CREDIT_THAT") ? Family.CREDIT : Family.LENGTHS;
    }

    private static byte[] hello() {
        return Hello.own(65_536, new Windows(1 << 18, 1 << 20)).encode();
    }

    /** A HELLO that says this of a 32-bit entry. */
    private static byte[] withEntry(int id, int value) {
        ByteBuffer hello = ByteBuffer.wrap(hello());
        int at = 0;
        while (hello.getShort(at) != id) {
            at += 4 + hello.getShort(at + 2);
        }
        return hello.putInt(at + 4, value).array();
    }

    private static void greet(RawPeer peer, byte[] hello) throws IOException {
        peer.send(RawPeer.preface());
        peer.send(RawPeer.frame(FrameType.HELLO, 0, 0, 0, hello));
    }
}
