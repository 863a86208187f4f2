package dev.outboard.codegen;

import java.util.Arrays;
import java.util.SplittableRandom;

/** What may happen to bytes on their way. */
final class Mutations {
    private final SplittableRandom random;

    Mutations(SplittableRandom random) {
        this.random = random;
    }

    /** The message with one to three small changes. */
    byte[] mutated(byte[] message) {
        byte[] mutant = message;
        for (int count = 1 + random.nextInt(3); count > 0 && mutant.length > 0; count--) {
            int at = random.nextInt(mutant.length);
            mutant = switch (random.nextInt(6)) {
                case 0 -> with(mutant, at, mutant[at] ^ 1 << random.nextInt(8));
                case 1 -> with(mutant, at, random.nextInt(256));
                case 2 -> with(mutant, at, 0x80 | mutant[at]);
                case 3 -> Arrays.copyOf(mutant, at);
                case 4 -> without(mutant, at, 1 + random.nextInt(4));
                default -> twice(mutant, at, 1 + random.nextInt(12));
            };
        }
        return mutant;
    }

    private static byte[] with(byte[] message, int at, int value) {
        byte[] changed = message.clone();
        changed[at] = (byte) value;
        return changed;
    }

    private static byte[] without(byte[] message, int at, int count) {
        int end = Math.min(message.length, at + count);
        byte[] shorter = Arrays.copyOf(message, message.length - (end - at));
        System.arraycopy(message, end, shorter, at, message.length - end);
        return shorter;
    }

    private static byte[] twice(byte[] message, int at, int count) {
        int end = Math.min(message.length, at + count);
        byte[] longer = Arrays.copyOf(message, message.length + (end - at));
        System.arraycopy(message, at, longer, end, message.length - at);
        return longer;
    }
}
