package dev.outboard.im.config;

/** A setting that cannot be used. The message is one line, {@code name: actual (expected: rule)}, and holds no secret. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final int MAX_SHOWN = 120;
    private static final int MAX_MESSAGE = 2_000;

    /** @param message for people; what would make more than a line of it is replaced */
    public ConfigException(String message) {
        super(printable(message, MAX_MESSAGE));
    }

    static ConfigException of(String name, String actual, String rule) {
        return new ConfigException(shown(name) + ": " + shown(actual) + " (expected: " + rule + ")");
    }

    /** Made fit for one line of a log, and not too long. */
    static String shown(String text) {
        return printable(text, MAX_SHOWN);
    }

    private static String printable(String text, int most) {
        StringBuilder safe = new StringBuilder();
        text.codePoints()
                .limit(most)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .forEach(safe::appendCodePoint);
        return text.length() > most ? safe + "..." : safe.toString();
    }
}
