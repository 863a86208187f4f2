package dev.outboard.rpc;

import java.time.Duration;

/**
 * What one end lets its peers do, with defaults for peers that are not trusted. Immutable; every setter returns a copy.
 * What they mean on the wire stands in {@code docs/wire-format.md}.
 *
 */
public final class Limits {
    /** The most that the frame header's length field can say. */
    public static final int MAX_FRAME_BYTES = (1 << 24) - 1;
    /** Most that a message can be, in bytes, where both ends allow it. */
    public static final int MAX_MESSAGE_BYTES = 1 << 30;

    private static final Limits DEFAULTS = new Limits(new Values());

    private final Values values;

    private Limits(Values values) {
        this.values = values;
    }

    /** The defaults. */
    public static Limits defaults() {
        return DEFAULTS;
    }

    /** Bytes of a frame behind its header that this end takes. Default 64 KiB. */
    public int maxFrameBytes() {
        return values.maxFrameBytes;
    }

    /**
     * Bytes of a message that this end takes, however many frames it comes in; at least {@link #maxFrameBytes}, whatever was
     * set. Default 4 MiB.
     */
    public int maxMessageBytes() {
        return Math.max(values.maxMessageBytes, values.maxFrameBytes);
    }

    /**
     * Bytes of long messages (longer than a frame) that one connection holds unfinished, in each direction; one message may always go.
     * Default 16 MiB.
     */
    public int longMessageBytes() {
        return values.longMessageBytes;
    }

    /** Calls that one client may have in flight. Default 256. */
    public int maxConcurrentCalls() {
        return values.maxConcurrentCalls;
    }

    /** Methods that one peer may define. Default 1,024. */
    public int maxMethods() {
        return values.maxMethods;
    }

    /** Connections that a server holds at a time; more are closed at once. Default 10,000. */
    public int maxConnections() {
        return values.maxConnections;
    }

    /** Bytes that wait for one slow peer before {@link SendResult#QUEUE_FULL}. Default 1 MiB. */
    public int outboundBytes() {
        return values.outboundBytes;
    }

    /** Bytes of one stream that may wait for the user here: its window. Default 256 KiB. */
    public int streamWindowBytes() {
        return values.streamWindowBytes;
    }

    /**
     * Bytes of all streams of one connection that may wait for the user here; less while the memory budget is short. Default 1
     * MiB.
     */
    public int connectionWindowBytes() {
        return values.connectionWindowBytes;
    }

    /** PING frames a second that a peer may send in the long run, with bursts of twice that. Default 10. */
    public int pingsPerSecond() {
        return values.pingsPerSecond;
    }

    /**
     * Frames a second, of those that carry no message, that a peer may send in the long run, with bursts of twice that; besides those
     * that its messages account for. Default 1,000.
     */
    public int controlFramesPerSecond() {
        return values.controlFramesPerSecond;
    }

    /** Time for preface, TLS and HELLO together. Default 5 s. */
    public Duration handshakeTimeout() {
        return values.handshakeTimeout;
    }

    /** Time for the rest of a frame of which a part has come. Default 30 s. */
    public Duration incompleteFrameTimeout() {
        return values.incompleteFrameTimeout;
    }

    /**
     * How long a connection may be silent before this end asks whether the peer is still there, by a PING; 0 for never. Default 5
     * minutes.
     */
    public Duration keepaliveInterval() {
        return values.keepaliveInterval;
    }

    /** How long it may be silent after that before it is closed. Default 20 s. */
    public Duration keepaliveTimeout() {
        return values.keepaliveTimeout;
    }

    /**
     * How old a connection of a server gets, 10 % more or less; then its client is told to go, and makes another one; 0, the
     * default, for as old as it likes.
     */
    public Duration maxConnectionAge() {
        return values.maxConnectionAge;
    }

    /** How long a connection of a server may be without a call before its client is told to go; 0, the default, for ever. */
    public Duration maxConnectionIdle() {
        return values.maxConnectionIdle;
    }

    /** How long a client that is told to go, for one of these two reasons, may take before it is cut off. Default 60 s. */
    public Duration goAwayGrace() {
        return values.goAwayGrace;
    }

    /** 4 KiB to 2^24-1. */
    public Limits withMaxFrameBytes(int bytes) {
        Values copy = new Values(values);
        copy.maxFrameBytes = check("maxFrameBytes", bytes, 4 << 10, MAX_FRAME_BYTES);
        return new Limits(copy);
    }

    /** 4 KiB to 1 GiB. */
    public Limits withMaxMessageBytes(int bytes) {
        Values copy = new Values(values);
        copy.maxMessageBytes = check("maxMessageBytes", bytes, 4 << 10, MAX_MESSAGE_BYTES);
        return new Limits(copy);
    }

    /** At least 1. */
    public Limits withLongMessageBytes(int bytes) {
        Values copy = new Values(values);
        copy.longMessageBytes = check("longMessageBytes", bytes, 1, Integer.MAX_VALUE);
        return new Limits(copy);
    }

    /** 1 to 65,536. */
    public Limits withMaxConcurrentCalls(int calls) {
        Values copy = new Values(values);
        copy.maxConcurrentCalls = check("maxConcurrentCalls", calls, 1, 1 << 16);
        return new Limits(copy);
    }

    /** 1 to 65,535. */
    public Limits withMaxMethods(int methods) {
        Values copy = new Values(values);
        copy.maxMethods = check("maxMethods", methods, 1, 0xffff);
        return new Limits(copy);
    }

    /** At least 1. */
    public Limits withMaxConnections(int connections) {
        Values copy = new Values(values);
        copy.maxConnections = check("maxConnections", connections, 1, Integer.MAX_VALUE);
        return new Limits(copy);
    }

    /** 4 KiB to 1 GiB. */
    public Limits withOutboundBytes(int bytes) {
        Values copy = new Values(values);
        copy.outboundBytes = check("outboundBytes", bytes, 4 << 10, 1 << 30);
        return new Limits(copy);
    }

    /** 1 KiB to 1 GiB. */
    public Limits withStreamWindowBytes(int bytes) {
        Values copy = new Values(values);
        copy.streamWindowBytes = check("streamWindowBytes", bytes, 1 << 10, 1 << 30);
        return new Limits(copy);
    }

    /** 1 KiB to 1 GiB. */
    public Limits withConnectionWindowBytes(int bytes) {
        Values copy = new Values(values);
        copy.connectionWindowBytes = check("connectionWindowBytes", bytes, 1 << 10, 1 << 30);
        return new Limits(copy);
    }

    /** 1 to 1,000,000. */
    public Limits withPingsPerSecond(int pings) {
        Values copy = new Values(values);
        copy.pingsPerSecond = check("pingsPerSecond", pings, 1, 1_000_000);
        return new Limits(copy);
    }

    /** 1 to 1,000,000. */
    public Limits withControlFramesPerSecond(int frames) {
        Values copy = new Values(values);
        copy.controlFramesPerSecond = check("controlFramesPerSecond", frames, 1, 1_000_000);
        return new Limits(copy);
    }

    /** Above 0. */
    public Limits withHandshakeTimeout(Duration timeout) {
        Values copy = new Values(values);
        copy.handshakeTimeout = check("handshakeTimeout", timeout);
        return new Limits(copy);
    }

    /** Above 0. */
    public Limits withIncompleteFrameTimeout(Duration timeout) {
        Values copy = new Values(values);
        copy.incompleteFrameTimeout = check("incompleteFrameTimeout", timeout);
        return new Limits(copy);
    }

    /** 1 ms at least; or 0. */
    public Limits withKeepaliveInterval(Duration interval) {
        Values copy = new Values(values);
        copy.keepaliveInterval = checkOrZero("keepaliveInterval", interval);
        return new Limits(copy);
    }

    /** Above 0. */
    public Limits withKeepaliveTimeout(Duration timeout) {
        Values copy = new Values(values);
        copy.keepaliveTimeout = check("keepaliveTimeout", timeout);
        return new Limits(copy);
    }

    /** 1 ms at least; or 0. */
    public Limits withMaxConnectionAge(Duration age) {
        Values copy = new Values(values);
        copy.maxConnectionAge = checkOrZero("maxConnectionAge", age);
        return new Limits(copy);
    }

    /** 1 ms at least; or 0. */
    public Limits withMaxConnectionIdle(Duration idle) {
        Values copy = new Values(values);
        copy.maxConnectionIdle = checkOrZero("maxConnectionIdle", idle);
        return new Limits(copy);
    }

    /** Above 0. */
    public Limits withGoAwayGrace(Duration grace) {
        Values copy = new Values(values);
        copy.goAwayGrace = check("goAwayGrace", grace);
        return new Limits(copy);
    }

    private static Duration checkOrZero(String name, Duration value) {
        if (!value.isZero() && value.toMillis() < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 0, or >= 1 ms)");
        }
        return value;
    }

    private static int check(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + " to " + max + ")");
        }
        return value;
    }

    private static Duration check(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
        return value;
    }

    /** The values, with their defaults beside them; never changed once a {@link Limits} holds them. */
    private static final class Values {
        int maxFrameBytes = 64 << 10;
        int maxMessageBytes = 4 << 20;
        int longMessageBytes = 16 << 20;
        int maxConcurrentCalls = 256;
        int maxMethods = 1024;
        int maxConnections = 10_000;
        int outboundBytes = 1 << 20;
        int streamWindowBytes = 256 << 10;
        int connectionWindowBytes = 1 << 20;
        int pingsPerSecond = 10;
        int controlFramesPerSecond = 1_000;
        Duration handshakeTimeout = Duration.ofSeconds(5);
        Duration incompleteFrameTimeout = Duration.ofSeconds(30);
        Duration keepaliveInterval = Duration.ofMinutes(5);
        Duration keepaliveTimeout = Duration.ofSeconds(20);
        Duration maxConnectionAge = Duration.ZERO;
        Duration maxConnectionIdle = Duration.ZERO;
        Duration goAwayGrace = Duration.ofSeconds(60);

        Values() {}

        Values(Values other) {
            maxFrameBytes = other.maxFrameBytes;
            maxMessageBytes = other.maxMessageBytes;
            longMessageBytes = other.longMessageBytes;
            maxConcurrentCalls = other.maxConcurrentCalls;
            maxMethods = other.maxMethods;
            maxConnections = other.maxConnections;
            outboundBytes = other.outboundBytes;
            streamWindowBytes = other.streamWindowBytes;
            connectionWindowBytes = other.connectionWindowBytes;
            pingsPerSecond = other.pingsPerSecond;
            controlFramesPerSecond = other.controlFramesPerSecond;
            handshakeTimeout = other.handshakeTimeout;
            incompleteFrameTimeout = other.incompleteFrameTimeout;
            keepaliveInterval = other.keepaliveInterval;
            keepaliveTimeout = other.keepaliveTimeout;
            maxConnectionAge = other.maxConnectionAge;
            maxConnectionIdle = other.maxConnectionIdle;
            goAwayGrace = other.goAwayGrace;
        }
    }
}
