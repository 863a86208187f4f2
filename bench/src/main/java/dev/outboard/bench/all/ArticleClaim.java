package dev.outboard.bench.all;

import dev.outboard.bench.report.Claim;

/** What the article claims and this project can measure, where no part of this run has: so that nothing is passed over in silence. */
enum ArticleClaim {
    GC_PAUSE("GC pause P99, Unsafe to Cleaner-backed buffers (4.4)", "20.7 to 12.4 ms, -41 %", "gc", "bench gc"),
    OUT_OF_MEMORY("out of direct memory (4.4)", "3.2 a day to 0 a week", "gc", "bench gc"),
    BROADCAST_RATE(
            "QPS, a task per recipient to a pool of four (2.5)",
            "8.2 K to 11.2 K, +37 %",
            "broadcast",
            "bench broadcast"),
    BROADCAST_MEMORY(
            "RSS, a task per recipient to a pool of four (2.5)",
            "1.2 GB to 458 MB, -62 %",
            "broadcast",
            "bench broadcast"),
    CLEANUP_DEPTH("a cleanup chain of 100 layers against one (1)", "8.7 against 0.03 us", "cleanup", "bench cleanup"),
    CLEANUP_LOOP(
            "cleanups registered in a loop (3.2)", "10 to 280 ns, growing exponentially", "cleanup", "bench cleanup"),
    CLEANUP_DEADLINE("a scope bound to a deadline (3.3)", "ends deterministically", "cleanup", "bench cleanup"),
    LONG_RUN("a week without running out of memory (4.4)", "0 alerts a week", "soak", "bench soak"),
    LENGTHS("a length that was tampered with (4.2)", "crashes the process", "", "bench hostile"),
    RECOVERY("recovery when a node is killed (5.6)", "42 s", "", "im prove nodes"),
    EDGE("memory and CPU of a small box (5.7)", "86 MB, below 12 %", "", "im prove edge");

    private final String subject;
    private final String article;
    private final String part;
    private final String command;

    ArticleClaim(String subject, String article, String part, String command) {
        this.subject = subject;
        this.article = article;
        this.part = part;
        this.command = command;
    }

    /** The part of a suite that measures it; empty where none does. */
    String part() {
        return part;
    }

    /** As a row of the summary. */
    Claim notMeasured() {
        return new Claim(
                subject,
                article,
                "-",
                Claim.Verdict.NOT_MEASURED,
                false,
                "./outboard " + command + " measures it; nothing in this run did.");
    }
}
