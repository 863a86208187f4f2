package dev.outboard.im.load;

/** Deliveries that should not have been, or not like this. Written by one event loop, read when that is at rest. */
final class Faults {
    /** To a user who is no member of the group. */
    long stray;
    /** Bytes that are no group message. */
    long malformed;
    /** Of a message that this run has not sent, or with another sender, group or time than it was sent with. */
    long unknown;
    /** With another text or other mentions than it was sent with. */
    long altered;
    /** To a user who had got the message before. */
    long duplicate;
    /** Behind a message of the same group with a higher number. */
    long reordered;

    void add(Faults other) {
        stray += other.stray;
        malformed += other.malformed;
        unknown += other.unknown;
        altered += other.altered;
        duplicate += other.duplicate;
        reordered += other.reordered;
    }
}
