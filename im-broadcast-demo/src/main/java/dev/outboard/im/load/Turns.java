package dev.outboard.im.load;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Whose turn it is: which group a message goes to, and who sends it. Immutable; any thread. */
interface Turns {
    /** The group of a message, by how many there were before it. */
    int group(long turn);

    /** Which of the group's members sends it, counted from 0 over its members; the next one who is there, where this one is not. */
    int sender(long turn);

    /** Group after group; in each, the first members by turns. */
    static Turns even(int groups, int publishersPerGroup) {
        return new Turns() {
            @Override
            public int group(long turn) {
                return (int) (turn % groups);
            }

            @Override
            public int sender(long turn) {
                return (int) (turn / groups % publishersPerGroup);
            }
        };
    }

    /** Groups at random, the more often the more members they have: everybody writes as much. */
    static Turns bySize(Population population, int publishersPerGroup, long seed) {
        long[] upTo = new long[population.groups()];
        long sum = 0;
        for (int group = 0; group < upTo.length; group++) {
            sum += population.members(group).length;
            upTo[group] = sum;
        }
        long all = sum;
        return new Turns() {
            @Override
            public int group(long turn) {
                long at = new SplittableRandom(seed ^ turn).nextLong(all);
                int found = Arrays.binarySearch(upTo, at + 1);
                return found >= 0 ? found : -found - 1;
            }

            @Override
            public int sender(long turn) {
                return (int) (turn % publishersPerGroup);
            }
        };
    }

    /** As a log says. */
    static Turns of(ChatLog log, Population population) {
        return new Turns() {
            @Override
            public int group(long turn) {
                return log.lines().get((int) turn).group();
            }

            @Override
            public int sender(long turn) {
                ChatLog.Line line = log.lines().get((int) turn);
                return Arrays.binarySearch(population.members(line.group()), line.user());
            }
        };
    }
}
