package dev.outboard.bench.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The order in which contenders take their turns. No state; any thread. */
public final class Interleave {
    private Interleave() {}

    /**
     * {@code rounds} rounds in which every contender runs once, so that what changes slowly on a machine (heat, a
     * neighbour) meets all of them. Every second round runs backwards and every other pair of rounds starts one
     * contender later: A B C, C B A, B C A, A C B, ...
     */
    public static <T> List<List<T>> rounds(List<T> contenders, int rounds) {
        final List<List<T>> all = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            final List<T> order = new ArrayList<>(contenders);
            Collections.rotate(order, -(round / 2));
            if (round % 2 == 1) {
                Collections.reverse(order);
            }
            all.add(List.copyOf(order));
        }
        return List.copyOf(all);
    }
}
