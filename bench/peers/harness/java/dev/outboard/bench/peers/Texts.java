package dev.outboard.bench.peers;

/** What is done with a String that a contender made. */
public final class Texts {
    private Texts() {}

    /**
     * A String's length, out of sight of the JIT: inlined, it would find that nobody needs the String, and make none. The
     * benchmark's JVMs are told so with a compile command; JMH's annotation for it holds in JVMs that JMH has forked.
     */
    public static int length(String text) {
        return text.length();
    }
}
