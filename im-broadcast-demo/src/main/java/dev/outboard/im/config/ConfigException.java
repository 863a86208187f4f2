package dev.outboard.im.config;

/** A setting that cannot be used. The message is one line, {@code name: actual (expected: rule)}, and holds no secret. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final int MAX_SHOWN = 120;

    /** @param message for people, one line */
    public ConfigException(String message) {
        super(message);
    }

    static ConfigException of(String name, String actual, String rule) {
        return new ConfigException(name + ": " + shown(actual) + " (expected: " + rule + ")");
    }

    /** Made fit for one line of a log: printable characters, and not too many of them. */
    static String shown(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints()
                .limit(MAX_SHOWN)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .forEach(safe::appendCodePoint);
        return text.length() > MAX_SHOWN ? safe + "..." : safe.toString();
    }
}
