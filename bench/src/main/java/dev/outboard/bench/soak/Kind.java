package dev.outboard.bench.soak;

/** What a client of the long run does. */
enum Kind {
    UNARY("unary", "a call of 8 to 200 bytes, echoed by a worker, compared"),
    LARGE("large", "a call of 40 KiB, echoed by a worker, compared"),
    CANCEL("cancel", "a call that the server leaves open, cancelled at once"),
    TIMEOUT("timeout", "the same, with a deadline of 5 ms"),
    COUNT("server stream", "200 numbered messages of 1 KiB, compared"),
    ECHO("stream both ways", "50 messages of 200 bytes, echoed, compared");

    private final String title;
    private final String definition;

    Kind(String title, String definition) {
        this.title = title;
        this.definition = definition;
    }

    String title() {
        return title;
    }

    String definition() {
        return definition;
    }
}
