package dev.outboard.rpc;

/**
 * What may make messages shorter on the wire. An end takes all that can run there, and says so in the handshake; what it sends is
 * compressed where its owner asks for it and the other end takes it.
 *
 * <p>Where an attacker can put text of their own beside a secret in one message, and see how long that is on the wire, compression gives the
 * secret away (the CRIME and BREACH attacks): such methods say {@link #NONE}. Nothing is remembered from one message to the next.
 */
public enum Compression {
    /** As it is. */
    NONE(0),
    /** RFC 1952, by the JDK: short, but slow to make. */
    GZIP(1),
    /** The LZ4 frame format, by {@code at.yawk.lz4:lz4-java}, which has to be on the class path: fast, and less short. */
    LZ4(2);

    private final int number;

    Compression(int number) {
        this.number = number;
    }

    /** The number that stands for it on the wire; 0 for none. */
    public int number() {
        return number;
    }
}
