package dev.outboard.im.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets that tokens are signed with. The first one signs; each of them verifies, so that a secret can be replaced
 * while tokens of the one before are still out. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.2">RFC 7518, 3.2</a>, for the least length
 */
public final class Secrets {
    /** The least bytes of a secret. */
    public static final int MIN_BYTES = 32;

    static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> keys;

    private Secrets(List<SecretKeySpec> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * One or more secrets, the one that signs first.
     *
     * @throws IllegalArgumentException where there is none, or one is under {@link #MIN_BYTES} bytes of UTF-8
     */
    public static Secrets of(List<String> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("secrets: 0 (expected: at least 1)");
        }
        List<SecretKeySpec> keys = new ArrayList<>();
        for (String secret : secrets) {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            if (bytes.length < MIN_BYTES) {
                throw new IllegalArgumentException(
                        "secret: " + bytes.length + " bytes (expected: at least " + MIN_BYTES + ")");
            }
            keys.add(new SecretKeySpec(bytes, ALGORITHM));
        }
        return new Secrets(keys);
    }

    /**
     * Reads a file with one secret a line, the one that signs first; empty lines and space around a secret do not count.
     *
     * @throws IOException where it cannot be read
     * @throws IllegalArgumentException as {@link #of}, naming the file
     */
    public static Secrets read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        try {
            return of(lines);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    SecretKeySpec signing() {
        return keys.get(0);
    }

    List<SecretKeySpec> all() {
        return keys;
    }
}
