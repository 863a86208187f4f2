package dev.outboard.im.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdempotencyWindowTest {
    private static final Duration AGE = Duration.ofSeconds(10);

    private final IdempotencyWindow window = new IdempotencyWindow(3, AGE);

    @Test
    void key_isFoundUntilItIsTooOld() {
        window.note(key(1, "a"), answer(7), 0);
        assertThat(window.find(key(1, "a"), AGE.toNanos())).isEqualTo(answer(7));
        assertThat(window.find(key(1, "a"), AGE.toNanos() + 1)).isNull();
        assertThat(window.size()).isZero();
    }

    @Test
    void keys_areOneSendersAndOneTargets() {
        window.note(key(1, "a"), answer(7), 0);
        assertThat(window.find(key(2, "a"), 0)).isNull();
        assertThat(window.find(new IdempotencyWindow.Key(1, true, 5, "a"), 0)).isNull();
        assertThat(window.find(new IdempotencyWindow.Key(1, false, 6, "a"), 0)).isNull();
    }

    @Test
    void oldestKeys_goWhereThereIsNoRoom() {
        for (int i = 0; i < 5; i++) {
            window.note(key(1, "k" + i), answer(i), i);
        }
        assertThat(window.size()).isEqualTo(3);
        assertThat(window.find(key(1, "k1"), 5)).isNull();
        assertThat(window.find(key(1, "k2"), 5)).isEqualTo(answer(2));
    }

    @Test
    void windowForNothing_isRefused() {
        assertThatThrownBy(() -> new IdempotencyWindow(0, AGE)).hasMessage("keys: 0 (expected: at least 1)");
    }

    private static IdempotencyWindow.Key key(long sender, String key) {
        return new IdempotencyWindow.Key(sender, false, 5, key);
    }

    private static FirstAnswer answer(long sequence) {
        return new FirstAnswer(1, sequence, 2, 0);
    }
}
