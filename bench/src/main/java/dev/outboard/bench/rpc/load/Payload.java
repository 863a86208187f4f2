package dev.outboard.bench.rpc.load;

import java.util.Arrays;

/** What a call carries there and back. */
public enum Payload {
    /** Opaque bytes: the call's id, a pattern, the id's complement. */
    BYTES_64("64B", 64),
    BYTES_1024("1KiB", 1024),
    /** A chat message of which both sides read and write every field. */
    CHAT("chat", -1);

    private final String id;
    private final int bytes;

    Payload(String id, int bytes) {
        this.id = id;
        this.bytes = bytes;
    }

    /** The name on the command line and in reports. */
    public String id() {
        return id;
    }

    /** Its length; -1 for a message, whose length depends on the format. */
    public int bytes() {
        return bytes;
    }

    /** The payload called {@code id}. */
    public static Payload of(String id) {
        return Arrays.stream(values())
                .filter(payload -> payload.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("payload: " + id + " (expected: one of "
                        + String.join(
                                ", ", Arrays.stream(values()).map(Payload::id).toList())
                        + ")"));
    }
}
