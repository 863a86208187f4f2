package dev.outboard.im.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be set.
 *
 * @param name as on the command line, without its dashes
 * @param initial the value where nobody sets it; null for none
 * @param reader makes a value of its text, and throws {@link IllegalArgumentException} with the rule that the text breaks
 * @param live whether it may change while the server runs
 * @param secret whether its value is not to be shown
 */
public record Setting(
        String name, @Nullable Object initial, Function<String, Object> reader, boolean live, boolean secret) {
    private static final String HIDDEN = "(hidden)";

    /** The value of a text; {@code where} goes into the message where it has none. */
    Object read(String text, String where) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw ConfigException.of(name, (secret ? HIDDEN : text) + where, String.valueOf(e.getMessage()));
        }
    }

    /** The text to show for a text. */
    String shown(String text) {
        return secret && !text.isEmpty() ? HIDDEN : ConfigException.shown(text);
    }
}
