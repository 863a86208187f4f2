package dev.outboard.im.load;

import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Who is in which group: every group is a random subset of the users, drawn from the seed. Users and groups are counted
 * from 0 here; on the server their numbers start at a base of this run's own, so that what an earlier run left behind
 * cannot get a message of this one. Immutable.
 */
final class Population {
    private static final int MOST_GROUPS = 4_000;

    private final int users;
    private final int[][] members;
    private final int[][] groupsOf;
    private final int[][] ordinalsOf;
    private final long userBase;
    private final int groupBase;

    /**
     * @param groupSize members of every group, at most {@code users}
     * @param run tells this run's users and groups from those of others; 20 bits of it count
     */
    Population(int users, int groups, int groupSize, long seed, int run) {
        this(users, sizes(groups, groupSize), seed, run);
    }

    /**
     * @param sizes members of each group, at most {@code users}
     * @param run tells this run's users and groups from those of others; 20 bits of it count
     */
    Population(int users, int[] sizes, long seed, int run) {
        this(users, draw(users, sizes, new SplittableRandom(seed)), run);
    }

    private Population(int users, int[][] members, int run) {
        this.users = users;
        this.userBase = (run & 0xf_ffffL) << 32;
        this.groupBase = (run & 0xf_ffff) << 12;
        this.members = members;
        this.groupsOf = new int[users][];
        this.ordinalsOf = new int[users][];
        invert();
    }

    /**
     * That of a log: its groups have those who wrote to them, and others drawn from the seed, up to {@code groupSize}.
     *
     * @throws IllegalArgumentException where the log has more users than there are
     */
    static Population of(ChatLog log, int users, int groupSize, long seed, int run) {
        if (log.users() > users) {
            throw new IllegalArgumentException(
                    "connections: " + users + " (expected: at least " + log.users() + ", the users of the log)");
        }
        if (log.groups() > MOST_GROUPS) {
            throw new IllegalArgumentException("groups: " + log.groups() + " (expected: at most " + MOST_GROUPS + ")");
        }
        SplittableRandom random = new SplittableRandom(seed);
        int[][] members = log.writers().stream()
                .map(writers -> {
                    Set<Integer> all = new TreeSet<>(writers);
                    while (all.size() < Math.min(groupSize, users)) {
                        all.add(random.nextInt(users));
                    }
                    return all.stream().mapToInt(Integer::intValue).toArray();
                })
                .toArray(int[][]::new);
        return new Population(users, members, run);
    }

    int users() {
        return users;
    }

    int groups() {
        return members.length;
    }

    /** All memberships: the sum of the groups' sizes. */
    int memberships() {
        return Arrays.stream(members).mapToInt(group -> group.length).sum();
    }

    /** The sizes of the groups. */
    IntSummaryStatistics sizes() {
        return Arrays.stream(members).mapToInt(group -> group.length).summaryStatistics();
    }

    /** The users in a group, ascending. */
    int[] members(int group) {
        return members[group];
    }

    /** The groups that a user is in, ascending. */
    int[] groupsOf(int user) {
        return groupsOf[user];
    }

    /** For each of {@link #groupsOf}, the user's place among that group's members. */
    int[] ordinalsOf(int user) {
        return ordinalsOf[user];
    }

    /** The number by which the server knows a user. */
    long userId(int user) {
        return userBase + user + 1;
    }

    /** The number by which the server knows a group. */
    int groupId(int group) {
        return groupBase + group + 1;
    }

    /** The group that the server knows by {@code groupId}; outside 0 to {@link #groups} - 1 where it is not ours. */
    int groupOf(int groupId) {
        return groupId - groupBase - 1;
    }

    private static int[] sizes(int groups, int groupSize) {
        int[] sizes = new int[groups];
        Arrays.fill(sizes, groupSize);
        return sizes;
    }

    /** The first of a Fisher-Yates shuffle, for each group. */
    private static int[][] draw(int users, int[] sizes, SplittableRandom random) {
        int groups = sizes.length;
        int[][] members = new int[groups][];
        int[] all = new int[users];
        Arrays.setAll(all, i -> i);
        for (int group = 0; group < groups; group++) {
            int groupSize = sizes[group];
            for (int i = 0; i < groupSize; i++) {
                int j = random.nextInt(i, users);
                int swap = all[i];
                all[i] = all[j];
                all[j] = swap;
            }
            members[group] = Arrays.copyOf(all, groupSize);
            Arrays.sort(members[group]);
        }
        return members;
    }

    private void invert() {
        int[] counts = new int[users];
        for (int[] group : members) {
            for (int user : group) {
                counts[user]++;
            }
        }
        for (int user = 0; user < users; user++) {
            groupsOf[user] = new int[counts[user]];
            ordinalsOf[user] = new int[counts[user]];
        }
        int[] next = new int[users];
        for (int group = 0; group < members.length; group++) {
            for (int ordinal = 0; ordinal < members[group].length; ordinal++) {
                int user = members[group][ordinal];
                groupsOf[user][next[user]] = group;
                ordinalsOf[user][next[user]++] = ordinal;
            }
        }
    }
}
