package dev.outboard.im.server;

import java.util.Arrays;
import java.util.List;

/** The modes that this JDK can run. */
public final class Modes {
    private Modes() {}

    /** Their names. */
    public static List<String> available() {
        return Arrays.stream(Mode.values())
                .filter(Modes::isAvailable)
                .map(Mode::id)
                .toList();
    }

    static boolean isAvailable(Mode mode) {
        try {
            mode.checkAvailable();
            return true;
        } catch (IllegalArgumentException e) {
            System.out.println("Skipped: " + e.getMessage());
            return false;
        }
    }
}
