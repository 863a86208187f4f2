package dev.outboard.rpc.model;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** One use of a slot. */
public final class ModelCall {
    /** As the table "A call's states" has it, with the time between the end and its RESPONSE told apart. */
    public enum State {
        OPEN,
        /** The server knows how it ends; RESPONSE is due. */
        ENDED,
        ANSWERED
    }

    public final int stream;
    final int shape;
    /** Null for one that the server has not. */
    public final ModelMethod method;

    public State state = State.OPEN;
    int status;
    /** The body of an OK RESPONSE. */
    byte[] reply = {};

    public boolean clientEnded;
    long sum;

    /** What the server may send, and has sent. */
    public long sendAllowed;

    long sent;
    /** What the client may send, has sent, and what of it the server is done with. */
    public long takeAllowed;

    public long taken;
    long done;
    /** Messages of the server's that wait for credit, and that have it. */
    final Deque<byte[]> toSend = new ArrayDeque<>();

    final Deque<byte[]> onTheWay = new ArrayDeque<>();
    /** Credit of the messages that came and are kept; of those that are to be sent back, one by one. */
    long held;

    final Deque<Integer> heldCosts = new ArrayDeque<>();

    /** Whether RESPONSE is to tell the server's times. */
    boolean timesAsked;

    /** The message that has come in part, its extension with it; null for none. */
    private byte[] coming;

    private int comingType;
    private boolean comingCompressed;
    private int comingExtension;

    ModelCall(int stream, int shape, ModelMethod method, long sendAllowed, long takeAllowed) {
        this.stream = stream;
        this.shape = shape;
        this.method = method;
        this.sendAllowed = sendAllowed;
        this.takeAllowed = takeAllowed;
    }

    void begin(ModelFrame first, int extension) {
        coming = first.body();
        comingType = first.type();
        comingCompressed = first.isCompressed();
        comingExtension = extension;
    }

    void add(byte[] part) {
        byte[] all = Arrays.copyOf(coming, coming.length + part.length);
        System.arraycopy(part, 0, all, coming.length, part.length);
        coming = all;
    }

    void drop() {
        coming = null;
    }

    /** The type of the frame that the message began with; 0 where none has come in part. */
    public int comingType() {
        return coming == null ? 0 : comingType;
    }

    int comingBytes() {
        return coming.length;
    }

    boolean isComingCompressed() {
        return comingCompressed;
    }

    byte[] comingBody() {
        return Arrays.copyOfRange(coming, comingExtension, coming.length);
    }

    public boolean isStream() {
        return shape >= 4;
    }

    public boolean clientStreams() {
        return shape >= 5;
    }

    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether frames of the stream still mean something. */
    public boolean isLive() {
        return isStream() && state != State.ANSWERED;
    }

    void end(int statusWord, byte[] body) {
        state = State.ENDED;
        status = statusWord;
        reply = body;
    }

    @Override
    public String toString() {
        return "call " + (stream >>> 20) + "/" + (stream & 0xfffff) + " " + (method == null ? "missing" : method) + " "
                + state;
    }
}
