package dev.outboard.rpc.hostile;

import java.io.IOException;
import java.util.Locale;

/** One way to attack a server. Immutable; any number of threads may run it at a time. */
public interface Attack {
    /** What the enum calls it. */
    String name();

    /** Its name in tables and on command lines: lower case, with hyphens. */
    default String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What kind of attack it is. */
    Family family();

    /** What it sends, in a few words. */
    default String sends() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** What must become of it, in the terms of {@code docs/wire-format.md}. */
    String rule();

    /** Whether that became of it. */
    boolean accepts(Verdict verdict);

    /**
     * Attacks once, over connections of its own, and closes them. Blocks until the server has decided, or for as long as the
     * target's patience allows.
     *
     * @throws IOException where the server cannot be reached at all, or does not shake hands with one who is still well-behaved
     */
    Verdict run(Target target) throws IOException;
}
