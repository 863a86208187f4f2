package dev.outboard.im.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatLogTest {
    private final ChatLog log = ChatLog.parse(
            List.of("1500\tkitchen\tanna\tis there tea?", "1000\tkitchen\tbo\thello", "", "2000\tyard\tbo\ta\tb"));

    @Test
    void lines_areOrderedByTime_fromTheFirstOn() {
        assertThat(log.lines())
                .containsExactly(
                        new ChatLog.Line(0, 0, 1, "hello"),
                        new ChatLog.Line(500, 0, 0, "is there tea?"),
                        new ChatLog.Line(1_000, 1, 1, "a\tb"));
        assertThat(log.lengthMillis()).isEqualTo(1_000);
        assertThat(log.writers()).containsExactly(Set.of(0, 1), Set.of(1));
    }

    @Test
    void groups_haveTheirWriters_andOthersUpToTheirSize() {
        Population population = Population.of(log, 10, 4, 3, 1);
        assertThat(population.members(0)).hasSize(4).contains(0, 1);
        assertThat(population.members(1)).hasSize(4).contains(1);
        Turns turns = Turns.of(log, population);
        assertThat(turns.group(2)).isEqualTo(1);
        assertThat(population.members(1)[turns.sender(2)]).isEqualTo(1);
    }

    @Test
    void schedule_isTheLogs_soManyTimesAsFast() {
        Schedule schedule = Schedule.of(log, 2);
        assertThat(schedule.offsetNanos(1)).isEqualTo(250_000_000L);
        assertThat(schedule.offsetNanos(3)).isEqualTo(Schedule.END);
    }

    @Test
    void moreUsersThanConnections_areRefused() {
        assertThatThrownBy(() -> Population.of(log, 1, 1, 3, 1))
                .hasMessage("connections: 1 (expected: at least 2, the users of the log)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "1\tg\tu", "x\tg\tu\ttext", "-1\tg\tu\ttext"})
    void whatIsNoLine_isRefusedByItsNumber(String line) {
        assertThatThrownBy(() -> ChatLog.parse(List.of("1\tg\tu\ttext", line)))
                .hasMessageStartingWith("replay: line 2 (expected: ");
    }
}
