package dev.outboard.im.server;

import java.util.Arrays;

/**
 * The members of a group at one moment, partitioned by shard. Never changes once made, so a message that is on its way
 * keeps the recipients it was counted for. Made by one thread, read by any.
 */
final class Members {
    /*
     * Joining is the frequent change, so moments share arrays: a new one may append to the array of the one before it,
     * whose own count does not reach that slot. This holds because each moment is made from the latest one and removal
     * copies: no slot is written twice.
     */
    private static final User[] NONE = {};

    private final User[][] users;
    private final int[] counts;
    private final int total;

    /** Nobody, over {@code shards} shards. */
    static Members none(int shards) {
        User[][] users = new User[shards][];
        Arrays.fill(users, NONE);
        return new Members(users, new int[shards], 0);
    }

    private Members(User[][] users, int[] counts, int total) {
        this.users = users;
        this.counts = counts;
        this.total = total;
    }

    /** Over how many shards they are partitioned. */
    int shards() {
        return counts.length;
    }

    /** Members of all shards. */
    int total() {
        return total;
    }

    /** Members of one shard. */
    int count(int shard) {
        return counts[shard];
    }

    /** The member at {@code i}, 0 to {@code count(shard) - 1}. */
    User get(int shard, int i) {
        return users[shard][i];
    }

    /** These and one more, who is not among them. */
    Members with(User user) {
        return with(user, user.shard(counts.length));
    }

    /** These without one who is among them. */
    Members without(User user) {
        return without(user, user.shard(counts.length));
    }

    /** These, where one who was in shard {@code from} is in {@code to}; the same moment once more where that is the same. */
    Members moved(User user, int from, int to) {
        return without(user, from).with(user, to);
    }

    /** These, partitioned over that many shards by where their users belong now. */
    Members over(int shards) {
        Members all = none(shards);
        for (int shard = 0; shard < counts.length; shard++) {
            for (int i = 0; i < counts[shard]; i++) {
                all = all.with(users[shard][i]);
            }
        }
        return all;
    }

    private Members with(User user, int shard) {
        int count = counts[shard];
        User[] of = users[shard];
        if (count == of.length) {
            of = Arrays.copyOf(of, Math.max(4, count + (count >> 1)));
        }
        of[count] = user;
        return changed(shard, of, count + 1);
    }

    private Members without(User user, int shard) {
        int count = counts[shard];
        User[] of = Arrays.copyOf(users[shard], count);
        int at = 0;
        while (of[at] != user) {
            at++;
        }
        System.arraycopy(of, at + 1, of, at, count - at - 1);
        return changed(shard, Arrays.copyOf(of, count - 1), count - 1);
    }

    private Members changed(int shard, User[] of, int count) {
        User[][] changedUsers = users.clone();
        int[] changedCounts = counts.clone();
        changedUsers[shard] = of;
        changedCounts[shard] = count;
        return new Members(changedUsers, changedCounts, total + count - counts[shard]);
    }
}
