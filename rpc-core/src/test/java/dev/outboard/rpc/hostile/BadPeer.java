package dev.outboard.rpc.hostile;

import dev.outboard.rpc.Method;
import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameRules;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.GoAwayCode;
import dev.outboard.rpc.frame.Hello;
import dev.outboard.rpc.frame.HelloAck;
import dev.outboard.rpc.frame.Windows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Clients that break a rule once. */
public enum BadPeer implements Violation {
    GARBAGE(Fault.BAD_PREFACE, null) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
        }
    },
    HTTP_REQUEST(Fault.BAD_PREFACE, null) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    },
    TLS_CLIENT_HELLO(Fault.BAD_PREFACE, null) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(new byte[] {0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0});
        }
    },
    MANGLED_PREFACE(Fault.BAD_PREFACE, null) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(new byte[] {(byte) 0x89, 'O', 'B', 'D', 0x0a, 0x1a, 0x0a});
        }
    },
    SILENT(Fault.HANDSHAKE_TIMEOUT, null) {
        @Override
        public void misbehave(RawPeer peer, Target target) {
            // It says nothing at all.
        }
    },
    STALLED_AFTER_THE_PREFACE(Fault.HANDSHAKE_TIMEOUT, GoAwayCode.TIMEOUT) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.preface());
        }
    },
    STALLED_IN_THE_HELLO(Fault.HANDSHAKE_TIMEOUT, GoAwayCode.TIMEOUT) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.preface());
            peer.send(RawPeer.header(100, FrameType.HELLO, 0));
        }
    },
    GONE_IN_THE_HANDSHAKE(Fault.TRUNCATED, null) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.preface());
            peer.finish();
        }
    },
    LONG_HELLO(Fault.FRAME_TOO_LONG, GoAwayCode.FRAME_SIZE) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.preface());
            peer.send(RawPeer.header(4097, FrameType.HELLO, 0));
        }
    },
    BAD_HELLO(Fault.BAD_HELLO, GoAwayCode.PROTOCOL) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.preface());
            peer.send(RawPeer.frame(FrameType.HELLO, 0, 0, 0, new byte[] {0, 1, 0, 9, 1}));
        }
    },
    OTHER_VERSION(Fault.VERSION, GoAwayCode.VERSION) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.preface());
            peer.send(RawPeer.frame(FrameType.HELLO, 0, 0, 0, new Hello(2, 3, 0, 65_536, new Windows(1, 1)).encode()));
        }
    },
    REQUEST_BEFORE_HELLO(Fault.UNEXPECTED_FRAME, GoAwayCode.PROTOCOL) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.preface());
            peer.request(1, 1, new byte[8]);
        }
    },
    SECOND_HELLO(Fault.UNEXPECTED_FRAME, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.frame(
                    FrameType.HELLO,
                    0,
                    0,
                    0,
                    Hello.own(65_536, new Windows(1 << 18, 1 << 20)).encode()));
        }
    },
    LENGTH_OF_16_MIB(Fault.FRAME_TOO_LONG, GoAwayCode.FRAME_SIZE, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.header(FrameHeader.MAX_LENGTH, FrameType.REQUEST, 1));
        }
    },
    LENGTH_OF_16_MIB_AT_ONCE(Fault.FRAME_TOO_LONG, GoAwayCode.FRAME_SIZE) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.preface());
            peer.send(RawPeer.header(FrameHeader.MAX_LENGTH, FrameType.HELLO, 0));
        }
    },
    MESSAGES_WITHOUT_CREDIT(Fault.OVER_CREDIT, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().stream());
            peer.request(1, 1, new byte[0]);
            HelloAck limits = peer.limits();
            long sum = 0;
            while (sum <= mostOf(limits.windows().streamBytes(), limits)) {
                peer.send(RawPeer.frame(FrameType.DATA, 0, 1, 0, new byte[MESSAGE]));
                sum += MESSAGE + CREDIT_BESIDE;
            }
        }
    },
    MESSAGES_OF_MANY_STREAMS_WITHOUT_CREDIT(Fault.OVER_CREDIT, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().stream());
            HelloAck limits = peer.limits();
            int perStream = limits.windows().streamBytes() / (MESSAGE + CREDIT_BESIDE);
            long sum = 0;
            for (int i = 0; sum <= mostOf(limits.windows().connectionBytes(), limits); i++) {
                int slot = 1 + i / perStream;
                if (i % perStream == 0) {
                    peer.request(1, slot, new byte[0]);
                }
                peer.send(RawPeer.frame(FrameType.DATA, 0, slot, 0, new byte[MESSAGE]));
                sum += MESSAGE + CREDIT_BESIDE;
            }
        }
    },
    MESSAGE_OF_NO_STREAM(Fault.BAD_STREAM, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.frame(FrameType.DATA, 0, 5, 0, new byte[8]));
        }
    },
    MESSAGE_BEHIND_THE_END(Fault.BAD_STREAM, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().stream());
            peer.request(1, 1, new byte[0]);
            peer.send(RawPeer.frame(FrameType.DATA, FrameRules.END, 1, 0, new byte[0]));
            peer.send(RawPeer.frame(FrameType.DATA, 0, 1, 0, new byte[8]));
        }
    },
    TWO_ENDS(Fault.BAD_STREAM, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().stream());
            peer.request(1, 1, new byte[0]);
            peer.send(RawPeer.frame(FrameType.DATA, FrameRules.END, 1, 0, new byte[0]));
            peer.send(RawPeer.frame(FrameType.DATA, FrameRules.END, 1, 0, new byte[0]));
        }
    },
    MESSAGE_FOR_A_METHOD_WITHOUT(Fault.BAD_STREAM, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().source());
            peer.request(1, 1, target.methods().sourceRequest());
            peer.send(RawPeer.frame(FrameType.DATA, 0, 1, 0, new byte[8]));
        }
    },
    REQUEST_WITH_A_BODY_FOR_A_STREAM(Fault.BAD_STREAM, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().stream());
            peer.request(1, 1, new byte[1]);
        }
    },
    STREAM_IN_A_SLOT_IN_USE(Fault.BAD_STREAM, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().stream());
            peer.request(1, 1, new byte[0]);
            peer.request(1, 0x100001, new byte[0]);
        }
    },
    CREDIT_THAT_SHRINKS(Fault.BAD_FRAME, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().stream());
            peer.request(1, 1, new byte[0]);
            peer.send(RawPeer.frame(FrameType.CREDIT, 0, 1, 0, new byte[8]));
        }
    },
    CONNECTION_CREDIT_THAT_SHRINKS(Fault.BAD_FRAME, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.frame(FrameType.CONNECTION_CREDIT, 0, 0, 0, new byte[8]));
        }
    },
    CANCEL_OF_NO_CALL(Fault.BAD_STREAM, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.frame(FrameType.CANCEL, 1, 7, 0, new byte[0]));
        }
    },
    UNKNOWN_CRITICAL_FRAME(Fault.UNKNOWN_FRAME, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.frame(0x0a, 0, 1, 0, new byte[4]));
        }
    },
    RESPONSE_FROM_A_CLIENT(Fault.UNEXPECTED_FRAME, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.frame(FrameType.RESPONSE, 0, 1, 0, new byte[4]));
        }
    },
    RESERVED_FLAG(Fault.BAD_FRAME, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            byte[] frame = RawPeer.frame(FrameType.PING, 0, 0, 0, new byte[8]);
            frame[4] = 1;
            peer.send(frame);
        }
    },
    REQUEST_ON_THE_CONNECTION(Fault.BAD_FRAME, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.request(1, 0, new byte[8]);
        }
    },
    UNDEFINED_METHOD(Fault.BAD_METHOD, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.request(7, 1, new byte[8]);
        }
    },
    METHOD_DEFINED_TWICE(Fault.BAD_METHOD, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().unary());
            peer.define(1, target.methods().unary());
        }
    },
    METHOD_NUMBER_OUT_OF_RANGE(Fault.BAD_METHOD, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(peer.limits().maxMethods() + 1, target.methods().unary());
        }
    },
    PUSH_DEFINED_BY_A_CLIENT(Fault.BAD_METHOD, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, Method.push("a/b"));
        }
    },
    ONE_WAY_CALLED(Fault.BAD_METHOD, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().oneWay());
            peer.request(1, 1, new byte[8]);
        }
    },
    SLOT_OUT_OF_RANGE(Fault.BAD_STREAM, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().unary());
            peer.request(1, peer.limits().maxCalls() + 1, new byte[8]);
        }
    },
    SLOT_IN_USE(Fault.BAD_STREAM, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().held());
            peer.request(1, 3, new byte[8]);
            peer.request(1, 3, new byte[8]);
        }
    },
    SLOT_USED_BEFORE_ITS_REPLY(Fault.BAD_STREAM, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().unary());
            byte[] request = RawPeer.frame(FrameType.REQUEST, 1, 3, 0, new byte[8]);
            // In one piece, so that one read finds both.
            peer.send(ByteBuffer.allocate(48).put(request).put(request).array());
        }
    },
    EXTENSION_LONGER_THAN_ITS_FRAME(Fault.BAD_FRAME, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().unary());
            peer.send(RawPeer.extended(3, new byte[8]));
        }
    },
    EXTENSION_OF_MORE_THAN_IT_MAY(Fault.BAD_FRAME, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().unary());
            peer.send(RawPeer.extended(255, new byte[] {-1, -1, -1, -1, 0, 0, 0, 0}));
        }
    },
    EXTENSION_ENTRY_CUT_OFF(Fault.BAD_FRAME, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().unary());
            peer.send(RawPeer.extended(2, new byte[] {0, 9, 0, 5, 1, 2, 3, 4}));
        }
    },
    EXTENSION_ENTRY_TWICE(Fault.BAD_FRAME, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().unary());
            peer.send(RawPeer.extended(2, new byte[] {0, 9, 0, 0, 0, 9, 0, 0}));
        }
    },
    EXTENSION_ENTRY_CRITICAL_AND_UNKNOWN(Fault.BAD_FRAME, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().unary());
            peer.send(RawPeer.extended(1, new byte[] {(byte) 0x80, 9, 0, 0}));
        }
    },
    PART_OF_ANOTHER_TYPE(Fault.BAD_STREAM, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().unary());
            peer.send(RawPeer.part(FrameType.REQUEST, 1, 1, true, new byte[1024]));
            peer.send(RawPeer.part(FrameType.PART, FrameType.DATA, 1, true, new byte[1024]));
        }
    },
    PART_OF_A_SLOT_THAT_WAS_NEVER_USED(Fault.BAD_STREAM, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.part(FrameType.PART, FrameType.REQUEST, 1, false, new byte[1]));
        }
    },
    PART_THAT_IS_TOO_SHORT_TO_GO_ON(Fault.BAD_FRAME, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().unary());
            peer.send(RawPeer.part(FrameType.REQUEST, 1, 1, true, new byte[1023]));
        }
    },
    REQUEST_IN_THE_MIDDLE_OF_ONE(Fault.BAD_STREAM, GoAwayCode.PROTOCOL, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().unary());
            peer.send(RawPeer.part(FrameType.REQUEST, 1, 1, true, new byte[1024]));
            peer.request(1, 1, new byte[1]);
        }
    },
    MESSAGE_OVER_THE_LIMIT(Fault.FRAME_TOO_LONG, GoAwayCode.FRAME_SIZE, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().unary());
            peer.send(RawPeer.part(FrameType.REQUEST, 1, 1, true, new byte[MESSAGE]));
            for (int sent = MESSAGE; sent <= peer.limits().maxMessageBytes(); sent += MESSAGE) {
                peer.send(RawPeer.part(FrameType.PART, FrameType.REQUEST, 1, true, new byte[MESSAGE]));
            }
        }
    },
    STALLED_IN_A_MESSAGE(Fault.FRAME_TIMEOUT, GoAwayCode.TIMEOUT, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().unary());
            peer.send(RawPeer.part(FrameType.REQUEST, 1, 1, true, new byte[1024]));
        }
    },
    PING_FLOOD(Fault.TOO_MANY_PINGS, GoAwayCode.CALM, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            flood(peer, RawPeer.frame(FrameType.PING, 0, 0, 0, new byte[8]));
        }
    },
    CANCEL_FLOOD(Fault.TOO_MANY_CONTROL_FRAMES, GoAwayCode.CALM, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().unary());
            peer.request(1, 1, new byte[1]);
            flood(peer, RawPeer.frame(FrameType.CANCEL, 1, 1, 0, new byte[0]));
        }
    },
    END_FLOOD(Fault.TOO_MANY_CONTROL_FRAMES, GoAwayCode.CALM, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().unary());
            peer.request(1, 1, new byte[1]);
            flood(peer, RawPeer.frame(FrameType.DATA, FrameRules.END, 1, 0, new byte[0]));
        }
    },
    CREDIT_FLOOD(Fault.TOO_MANY_CONTROL_FRAMES, GoAwayCode.CALM, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.define(1, target.methods().unary());
            peer.request(1, 1, new byte[1]);
            flood(peer, RawPeer.frame(FrameType.CREDIT, 0, 1, 0, new byte[8]));
        }
    },
    CONNECTION_CREDIT_FLOOD(Fault.TOO_MANY_CONTROL_FRAMES, GoAwayCode.CALM, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            flood(peer, RawPeer.frame(FrameType.CONNECTION_CREDIT, 0, 0, 0, new byte[] {0, 0, 0, 0, 0, 16, 0, 0}));
        }
    },
    PONG_FLOOD(Fault.TOO_MANY_CONTROL_FRAMES, GoAwayCode.CALM, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            flood(peer, RawPeer.frame(FrameType.PONG, 0, 0, 0, new byte[8]));
        }
    },
    DRAIN_FLOOD(Fault.TOO_MANY_CONTROL_FRAMES, GoAwayCode.CALM, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            flood(peer, RawPeer.frame(FrameType.GOAWAY, GoAwayCode.DRAIN.ordinal(), 0, 0, new byte[0]));
        }
    },
    SKIPPED_FLOOD(Fault.TOO_MANY_CONTROL_FRAMES, GoAwayCode.CALM, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            flood(peer, RawPeer.frame(0x9f, 0, 0, 0, new byte[0]));
        }
    },
    STALLED_IN_A_FRAME(Fault.FRAME_TIMEOUT, GoAwayCode.TIMEOUT, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.header(1000, FrameType.REQUEST, 1));
        }
    },
    STALLED_IN_A_HEADER(Fault.FRAME_TIMEOUT, GoAwayCode.TIMEOUT, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(new byte[] {0});
        }
    },
    GONE_IN_A_FRAME(Fault.TRUNCATED, null, true) {
        @Override
        public void misbehave(RawPeer peer, Target target) throws IOException {
            peer.send(RawPeer.header(1000, FrameType.REQUEST, 1));
            peer.finish();
        }
    };

    /** Fits into every server's frames that take 64 KiB, as ours do. */
    private static final int MESSAGE = 60_000;
    /** What a message counts besides its body. */
    private static final int CREDIT_BESIDE = 16;

    private final Fault fault;
    private final @Nullable GoAwayCode goAway;
    private final boolean greetsFirst;

    BadPeer(Fault fault, @Nullable GoAwayCode goAway) {
        this(fault, goAway, false);
    }

    BadPeer(Fault fault, @Nullable GoAwayCode goAway, boolean greetsFirst) {
        this.fault = fault;
        this.goAway = goAway;
        this.greetsFirst = greetsFirst;
    }

    @Override
    public Fault fault() {
        return fault;
    }

    @Override
    public @Nullable GoAwayCode goAway() {
        return goAway;
    }

    @Override
    public boolean greetsFirst() {
        return greetsFirst;
    }

    @Override
    public Family family() {
        String name = name();
        return switch (fault) {
            case HANDSHAKE_TIMEOUT, FRAME_TIMEOUT -> Family.SLOW;
            case TRUNCATED -> Family.HALF_CLOSES;
            case TOO_MANY_PINGS, TOO_MANY_CONTROL_FRAMES -> Family.FLOOD;
            case BAD_PREFACE, BAD_HELLO, VERSION -> Family.HANDSHAKE;
            case FRAME_TOO_LONG -> Family.LENGTHS;
            case OVER_CREDIT -> Family.CREDIT;
            case BAD_STREAM, BAD_METHOD -> Family.IDS;
            default -> name.contains("CREDIT") ? Family.CREDIT : Family.FRAMES;
        };
    }

    /** What a window lets be sent: one message, of any length, may go past it. */
    private static long mostOf(int window, HelloAck limits) {
        return (long) window + limits.maxMessageBytes() + CREDIT_BESIDE;
    }

    /** Sends a frame far more often than any limit lets it, in one go. */
    private static void flood(RawPeer peer, byte[] frame) {
        peer.sendAsFarAsItGoes(repeated(frame, 20_000));
    }

    /** A frame, again and again. */
    public static byte[] repeated(byte[] frame, int times) {
        ByteBuffer all = ByteBuffer.allocate(times * frame.length);
        while (all.hasRemaining()) {
            all.put(frame);
        }
        return all.array();
    }
}
