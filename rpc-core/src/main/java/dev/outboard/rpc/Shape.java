package dev.outboard.rpc;

import org.jspecify.annotations.Nullable;

/** What goes over the wire when a method is used. The numbers are the wire's. */
public enum Shape {
    /** 1: one request from the client, one reply. */
    UNARY(1),
    /** 2: one message from the client, no reply and no word of its fate. */
    ONE_WAY(2),
    /** 3: one message from the server, no reply. */
    PUSH(3),
    /** 4: one request, then any number of messages from the server. */
    SERVER_STREAM(4),
    /** 5: any number of messages from the client, then one reply. */
    CLIENT_STREAM(5),
    /** 6: any number of messages each way, in any order. */
    BIDI_STREAM(6);

    private static final Shape[] ALL = values();

    private final int number;

    Shape(int number) {
        this.number = number;
    }

    /** The shape of a number from the wire; null for one that is not known. */
    public static @Nullable Shape of(int number) {
        return number >= 1 && number <= ALL.length ? ALL[number - 1] : null;
    }

    /** Whether it is a call: the client opens it, and the server owes it one end. */
    public boolean isCall() {
        return this != ONE_WAY && this != PUSH;
    }

    /** Whether it is a call of more than one message in some direction. */
    public boolean isStream() {
        return number >= SERVER_STREAM.number;
    }

    /** Whether the client sends messages behind its request. */
    public boolean clientStreams() {
        return this == CLIENT_STREAM || this == BIDI_STREAM;
    }

    /** Whether the server sends messages before the end. */
    public boolean serverStreams() {
        return this == SERVER_STREAM || this == BIDI_STREAM;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }
}
