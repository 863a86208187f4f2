package dev.outboard.rpc.model;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The entries of HELLO and METHOD_DEF: id, length, value. */
final class ModelEntries {
    private static final Map<Integer, Integer> HELLO = Map.of(1, 2, 2, 2, 3, 8, 4, 4, 7, 4, 8, 4, 9, 4, 17, 4);
    private static final Set<Integer> REQUIRED = Set.of(1, 2, 3, 4, 7, 8);

    private final Map<Integer, Long> values = new TreeMap<>();
    private boolean good = true;

    /** What a HELLO says; {@code fault} is null, "bad-hello" or "version". */
    record Hello(String fault, int longestMessage, long streamWindow, long connectionWindow, boolean compresses) {}

    private ModelEntries(byte[] bytes, int from, Map<Integer, Integer> known) {
        Set<Integer> seen = new HashSet<>();
        int at = from;
        while (at < bytes.length && good) {
            good = bytes.length - at >= 4;
            if (!good) {
                return;
            }
            int id = (int) ModelFrame.number(bytes, at, 2);
            int length = (int) ModelFrame.number(bytes, at + 2, 2);
            at += 4;
            boolean isKnown = known.containsKey(id);
            good = length <= bytes.length - at
                    && (id >= 64 || seen.add(id))
                    && (isKnown ? length == known.get(id) : id < 0x8000);
            if (good && isKnown) {
                values.put(id, ModelFrame.number(bytes, at, length));
            }
            at += length;
        }
    }

    static Hello hello(byte[] body) {
        ModelEntries entries = new ModelEntries(body, 0, HELLO);
        if (!entries.good
                || !entries.values.keySet().containsAll(REQUIRED)
                || entries.isOut(1, 1, 0xffff)
                || entries.isOut(2, entries.values.get(1), 0xffff)
                || entries.isOut(4, 4096, (1 << 24) - 1)
                || entries.isOut(7, 1, Integer.MAX_VALUE)
                || entries.isOut(8, 1, Integer.MAX_VALUE)
                || entries.get(17) != 0 && entries.isOut(17, entries.values.get(4), Integer.MAX_VALUE)) {
            return new Hello("bad-hello", 0, 0, 0, false);
        }
        return new Hello(
                entries.values.get(1) > 1 ? "version" : null,
                (int) Math.max(entries.values.get(4), entries.get(17)),
                entries.values.get(7),
                entries.values.get(8),
                entries.get(9) != 0);
    }

    /** Whether a HELLO_ACK says what a server of these limits must. */
    static boolean isAck(byte[] body, ModelConnection.Limits limits, boolean compresses) {
        ModelEntries entries = new ModelEntries(body, 0, Map.of(1, 2, 3, 8, 4, 4, 5, 4, 6, 2, 7, 4, 8, 4, 9, 4, 17, 4));
        Map<Integer, Long> expected = new TreeMap<>(Map.of(1, 1L, 3, 0L));
        expected.put(4, (long) limits.longestBody());
        expected.put(5, (long) limits.calls());
        expected.put(6, (long) limits.methods());
        expected.put(7, limits.streamWindow());
        expected.put(8, limits.connectionWindow());
        expected.put(17, (long) limits.longestMessage());
        if (compresses) {
            expected.put(9, 3L);
        }
        return entries.good && entries.values.equals(expected);
    }

    /** An entry that may be left out; 0 then. */
    private long get(int id) {
        return values.getOrDefault(id, 0L);
    }

    private boolean isOut(int id, long least, long most) {
        long value = values.get(id);
        return value < least || value > most;
    }

    /** The shape and name of a definition as {@code shape name}; null where it is malformed. */
    static String definition(byte[] body) {
        if (body.length < 4 || body[0] < 1 || body[0] > 6 || body[1] != 0) {
            return null;
        }
        int length = (int) ModelFrame.number(body, 2, 2);
        if (length > body.length - 4 || !new ModelEntries(body, 4 + length, Map.of()).good) {
            return null;
        }
        String name = new String(body, 4, length, StandardCharsets.ISO_8859_1);
        boolean isName = length <= 255 && name.matches("[!-.0-~]+/[!-.0-~]+");
        return isName ? body[0] + " " + name : null;
    }
}
