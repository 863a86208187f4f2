package dev.outboard.rpc;

/** What goes over the wire when a method is used. The numbers are the wire's. */
public enum Shape {
    /** 1: one request from the client, one reply. */
    UNARY(1),
    /** 2: one message from the client, no reply and no word of its fate. */
    ONE_WAY(2),
    /** 3: one message from the server, no reply. */
    PUSH(3);

    private final int number;

    Shape(int number) {
        this.number = number;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }
}
