package dev.outboard.rpc.hostile;

/** What kind of thing an attack does. */
public enum Family {
    HANDSHAKE("begins in the wrong way"),
    LENGTHS("lies about a length"),
    FRAMES("sends frames and fields that are not allowed, or not now"),
    IDS("takes ids that are in use, out of range or unknown"),
    CREDIT("lies about credit, or sends without"),
    SLOW("sends byte by byte, or stops in the middle"),
    FLOOD("sends what costs it little, and much of it"),
    RESETS("opens and takes back at once"),
    HALF_CLOSES("says that it ends, in the middle"),
    NEVER_READS("does not read what it has asked for"),
    HOARDS("makes the server keep what never becomes of use"),
    CROWD("comes with many connections"),
    TLS("speaks something else on a port with TLS");

    private final String meaning;

    Family(String meaning) {
        this.meaning = meaning;
    }

    /** What its attacks have in common, in a few words. */
    public String meaning() {
        return meaning;
    }
}
