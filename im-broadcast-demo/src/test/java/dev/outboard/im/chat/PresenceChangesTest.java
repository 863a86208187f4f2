package dev.outboard.im.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PresenceChangesTest {
    private final Set<Long> there = new HashSet<>();
    private final PresenceChanges changes = new PresenceChanges();

    @Test
    void comingAndGoing_withinATick_isNoChange() {
        come(1);
        go(1);
        come(2);
        PresenceChanges.Change change = changes.tick(there::contains);
        assertThat(change.joined()).containsExactly(2L);
        assertThat(change.left()).isEmpty();
    }

    @Test
    void goingAndComing_withinATick_isNoChange() {
        come(1);
        changes.tick(there::contains);
        for (int i = 0; i < 100; i++) {
            go(1);
            come(1);
        }
        assertThat(changes.tick(there::contains).isEmpty()).isTrue();
    }

    @Test
    void whoIsGoneAtTheTick_hasLeft() {
        come(1);
        changes.tick(there::contains);
        go(1);
        assertThat(changes.tick(there::contains).left()).containsExactly(1L);
        assertThat(changes.isEmpty()).isTrue();
    }

    private void come(long user) {
        changes.touch(user, there.contains(user));
        there.add(user);
    }

    private void go(long user) {
        changes.touch(user, there.contains(user));
        there.remove(user);
    }
}
