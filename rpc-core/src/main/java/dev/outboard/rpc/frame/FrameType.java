package dev.outboard.rpc.frame;

/** The frame types of version 1. Bit 7 lets a peer skip the type if it does not know it; bit 6 means: stream is 0. */
public final class FrameType {
    /** Client to server: a call, with the request where its shape has one. Aux16 is the method, Aux32 the timeout in steps of 100 us, 0 for none. */
    public static final int REQUEST = 0x01;
    /** Server to client: the end of a call, with the reply where its shape has one. Aux16 is the {@link StatusWord}. */
    public static final int RESPONSE = 0x02;
    /** Either way: a message of a stream; or, with 1 in Aux16 and no body, from a client: there are no more of them. */
    public static final int DATA = 0x03;
    /** Client to server: nobody waits for the call any more. Aux16 is the code of the reason, the body its text. */
    public static final int CANCEL = 0x04;
    /** Either way: how many bytes of DATA the stream may have carried since it began, as 64 bits. */
    public static final int CREDIT = 0x05;
    /** Either way: the next part of a message that goes on ({@link FrameRules#MORE}). Aux16 is the type of its first frame. */
    public static final int PART = 0x06;
    /** Client to server, the first frame: versions, features, limits. */
    public static final int HELLO = 0x41;
    /** Server to client, the first frame: what was chosen. */
    public static final int HELLO_ACK = 0x42;
    /** Either way: gives a method of the sender's a number. Aux16 is that number. */
    public static final int METHOD_DEF = 0x43;
    /** Either way: a message without a reply. Aux16 is the method. */
    public static final int NOTIFY = 0x44;
    /** Either way: 8 bytes to be sent back. */
    public static final int PING = 0x45;
    /** Either way: the 8 bytes of a PING. */
    public static final int PONG = 0x46;
    /** Either way: no new calls; where Aux16 is not 0, an error after which the sender closes. */
    public static final int GOAWAY = 0x47;

    /** Either way: how many bytes of DATA the connection may have carried since it began, as 64 bits. */
    public static final int CONNECTION_CREDIT = 0x48;

    /** A peer that does not know the type skips the frame. */
    public static final int SKIP_BIT = 0x80;
    /** The frame belongs to the connection. */
    public static final int CONNECTION_BIT = 0x40;

    private FrameType() {}

    /** The type as documents write it. */
    public static String name(int type) {
        return switch (type) {
            case REQUEST -> "REQUEST";
            case RESPONSE -> "RESPONSE";
            case DATA -> "DATA";
            case PART -> "PART";
            case CANCEL -> "CANCEL";
            case CREDIT -> "CREDIT";
            case CONNECTION_CREDIT -> "CONNECTION_CREDIT";
            case HELLO -> "HELLO";
            case HELLO_ACK -> "HELLO_ACK";
            case METHOD_DEF -> "METHOD_DEF";
            case NOTIFY -> "NOTIFY";
            case PING -> "PING";
            case PONG -> "PONG";
            case GOAWAY -> "GOAWAY";
            default -> String.format("0x%02x", type);
        };
    }
}
