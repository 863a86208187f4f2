package dev.outboard.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Bytes and texts that must never change, in a resource that is read and never written: a value that differs, or is not
 * there, fails and prints the line that would make it pass, for a person to judge and to paste.
 *
 * <p>The resource has lines {@code name = value}; empty lines and lines that start with {@code #} say why. Bytes are
 * hexadecimal, spaces ignored. Any thread.
 */
public final class Golden {
    private static final HexFormat HEX = HexFormat.of();

    private final String resource;
    private final Map<String, String> values = new HashMap<>();

    private Golden(String resource) {
        this.resource = resource;
    }

    /**
     * Reads a resource.
     *
     * @param beside a class of the package that the resource is in
     * @param resource file name, by custom {@code something.golden}
     * @throws IllegalArgumentException where it is missing, or a line is not {@code name = value}, or a name is there twice
     */
    public static Golden of(Class<?> beside, String resource) {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("resource: " + resource + " (expected: beside " + beside + ")");
            }
            Golden golden = new Golden(resource);
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(golden::addLine);
            return golden;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes called {@code name}; fails where there are none. */
    public byte[] bytes(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new AssertionError(resource + " has no " + name);
        }
        return HEX.parseHex(value.replace(" ", ""));
    }

    /** Fails unless {@code actual} is what the resource has under {@code name}. */
    public void assertBytes(String name, byte[] actual) {
        compare(name, HEX.formatHex(actual), true);
    }

    /** Fails unless {@code actual}, a single line, is what the resource has under {@code name}. */
    public void assertText(String name, String actual) {
        compare(name, actual, false);
    }

    private void compare(String name, String actual, boolean ignoreSpaces) {
        String golden = values.get(name);
        String expected = golden == null || !ignoreSpaces ? golden : golden.replace(" ", "");
        if (!actual.equals(expected)) {
            String found = expected == null ? "nothing" : expected;
            throw new AssertionError(resource + " has " + found + " under " + name
                    + ". If that is wrong and the code is right, its line is:\n" + name + " = " + actual);
        }
    }

    private void addLine(String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        int split = line.indexOf(" = ");
        if (split < 1 || values.put(line.substring(0, split), line.substring(split + 3)) != null) {
            throw new IllegalArgumentException(resource + ": " + line + " (expected: name = value, each name once)");
        }
    }
}
