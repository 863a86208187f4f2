package dev.outboard.rpc.model;

import java.util.HashSet;
import java.util.Set;

/** What stands between a header and its body. */
final class ModelExtension {
    static final int ILL = -1;

    private static final int MOST_BYTES = 16 << 10;
    private static final int MOST_METADATA = 16_000;

    private ModelExtension() {}

    /** Its bytes, 0 for none; {@link #ILL} where it breaks a rule. */
    static int length(ModelFrame frame) {
        if (frame.extension() == 0) {
            return 0;
        }
        long bytes = 4L * frame.extension();
        int first = 0;
        if (frame.extension() == 255) {
            // "255 says that the first word is the number of words behind it, and MUST NOT be used below that".
            if (frame.length() < 4 || ModelFrame.number(frame.body(), 0, 4) < 255) {
                return ILL;
            }
            bytes = 4 + 4 * ModelFrame.number(frame.body(), 0, 4);
            first = 4;
        }
        if (bytes > frame.length() || bytes > MOST_BYTES) {
            return ILL;
        }
        return entriesAreRight(frame.body(), first, (int) bytes) ? (int) bytes : ILL;
    }

    private static boolean entriesAreRight(byte[] body, int first, int end) {
        Set<Integer> seen = new HashSet<>();
        for (int at = first; at < end; ) {
            int id = (int) ModelFrame.number(body, at, 2);
            int length = (int) ModelFrame.number(body, at + 2, 2);
            boolean right = switch (id) {
                case 1 -> length <= MOST_METADATA;
                case 2 -> length == 28;
                case 3 -> length == 4;
                default -> id < 0x8000;
            };
            at += 4 + (length + 3) / 4 * 4;
            if (!right || at > end || id < 32 && !seen.add(id)) {
                return false;
            }
        }
        return true;
    }
}
