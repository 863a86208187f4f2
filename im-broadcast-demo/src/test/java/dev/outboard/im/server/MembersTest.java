package dev.outboard.im.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.testing.Seed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MembersTest {
    private static final int SHARDS = 4;

    /** Every moment ever made still has the members that it had then. */
    @Test
    void moments_neverChange() {
        Seed seed = Seed.fresh();
        SplittableRandom random = seed.random();
        Map<Members, Set<User>> history = new HashMap<>();
        List<User> present = new ArrayList<>();
        Members now = Members.none(SHARDS);
        for (int i = 0; i < 1_000; i++) {
            if (present.isEmpty() || random.nextInt(3) > 0) {
                User joined = new User(i);
                present.add(joined);
                now = now.with(joined);
            } else {
                now = now.without(present.remove(random.nextInt(present.size())));
            }
            history.put(now, new HashSet<>(present));
        }
        history.forEach(
                (moment, users) -> assertThat(all(moment)).as("%s", seed).isEqualTo(users));
    }

    @Test
    void everyMember_isInItsOwnShard() {
        Members members = Members.none(SHARDS);
        for (int i = 0; i < 200; i++) {
            members = members.with(new User(i));
        }
        for (int shard = 0; shard < SHARDS; shard++) {
            assertThat(members.count(shard)).isBetween(20, 90);
            for (int i = 0; i < members.count(shard); i++) {
                assertThat(members.get(shard, i).shard(SHARDS)).isEqualTo(shard);
            }
        }
    }

    @Test
    void membersOverOtherShards_areTheSame_eachInItsOwn() {
        Members members = Members.none(SHARDS);
        for (int i = 0; i < 200; i++) {
            members = members.with(new User(i));
        }
        User placed = new User(200);
        members = members.with(placed);
        placed.place(1);
        Members over = members.over(2);
        assertThat(over.shards()).isEqualTo(2);
        assertThat(all(over)).isEqualTo(all(members)).contains(placed);
        for (int shard = 0; shard < 2; shard++) {
            for (int i = 0; i < over.count(shard); i++) {
                assertThat(over.get(shard, i).shard(2)).isEqualTo(shard);
            }
        }
    }

    private static Set<User> all(Members members) {
        Set<User> users = new HashSet<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            for (int i = 0; i < members.count(shard); i++) {
                users.add(members.get(shard, i));
            }
        }
        assertThat(users).hasSize(members.total());
        return users;
    }
}
