package dev.outboard.rpc.frame;

import org.jspecify.annotations.Nullable;

/** Why a connection is closed on a peer; counted and logged by its label. */
public enum Fault {
    /** The first bytes are not the preface. The peer speaks something else and would not understand a GOAWAY. */
    BAD_PREFACE("bad-preface", null),
    /** TLS failed, or the peer does not speak it, or it agreed on another protocol. */
    TLS("tls", null),
    /** Preface, TLS or HELLO did not come in time. */
    HANDSHAKE_TIMEOUT("handshake-timeout", GoAwayCode.TIMEOUT),
    /** HELLO or HELLO_ACK cannot be read. */
    BAD_HELLO("bad-hello", GoAwayCode.PROTOCOL),
    /** A message of a stream came without credit. */
    OVER_CREDIT("over-credit", GoAwayCode.PROTOCOL),
    /** The server does not know who the client is. */
    UNAUTHENTICATED("unauthenticated", GoAwayCode.UNAUTHENTICATED),
    /** No version in common. */
    VERSION("version", GoAwayCode.VERSION),
    /** Length is above the limit. */
    FRAME_TOO_LONG("frame-too-long", GoAwayCode.FRAME_SIZE),
    /** A type that is not known and must not be skipped. */
    UNKNOWN_FRAME("unknown-frame", GoAwayCode.PROTOCOL),
    /** A type that the sender may not send, or not now. */
    UNEXPECTED_FRAME("unexpected-frame", GoAwayCode.PROTOCOL),
    /** A reserved field is not 0, or a field breaks its type's rule. */
    BAD_FRAME("bad-frame", GoAwayCode.PROTOCOL),
    /** A stream that is out of range, in use, or not open. */
    BAD_STREAM("bad-stream", GoAwayCode.PROTOCOL),
    /** A method that is not defined, defined twice, or ill defined. */
    BAD_METHOD("bad-method", GoAwayCode.PROTOCOL),
    /** The rest of a frame did not come in time. */
    FRAME_TIMEOUT("frame-timeout", GoAwayCode.TIMEOUT),
    /** The peer was silent for too long, and did not answer a PING. */
    KEEPALIVE_TIMEOUT("keepalive-timeout", null),
    /** Too many PINGs. */
    TOO_MANY_PINGS("too-many-pings", GoAwayCode.CALM),
    /** Too many frames that cost little, and are no messages and no PINGs. */
    TOO_MANY_CONTROL_FRAMES("too-many-control-frames", GoAwayCode.CALM),
    /** The peer closed in the middle of a frame or of the handshake. */
    TRUNCATED("truncated", null),
    /** The server holds as many connections as it may. */
    TOO_MANY_CONNECTIONS("too-many-connections", null),
    /** The memory budget has no room for what the connection needs. */
    MEMORY("memory", GoAwayCode.RESOURCES),
    /** An error of this end's own. */
    INTERNAL("internal", null);

    private final String label;
    private final @Nullable GoAwayCode goAway;

    Fault(String label, @Nullable GoAwayCode goAway) {
        this.label = label;
        this.goAway = goAway;
    }

    /** The name in counters and logs. */
    public String label() {
        return label;
    }

    /** What the peer is told before the connection is closed; null where it is told nothing. */
    public @Nullable GoAwayCode goAway() {
        return goAway;
    }
}
