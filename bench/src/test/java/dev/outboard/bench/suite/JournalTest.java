package dev.outboard.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.bench.run.Stats.Interval;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    private Path folder;

    @Test
    void whatWasAdded_isFound_byAnotherJournal_ofTheSameFolder() throws Exception {
        Interval result = new Interval(1.5, 1.25, Double.NaN, 3);
        Journal.in(folder).of("gc").add("closed-0-safe-pooled", result);
        assertThat(Journal.in(folder).of("gc").find("closed-0-safe-pooled", Interval.class))
                .contains(result);
        assertThat(Journal.in(folder).of("rpc").find("closed-0-safe-pooled", Interval.class))
                .isEmpty();
        assertThat(Journal.in(folder.resolve("other")).of("gc").find("closed-0-safe-pooled", Interval.class))
                .isEmpty();
    }

    @Test
    void resultThatWasNotWrittenWhole_isNone() throws Exception {
        Files.writeString(folder.resolve("a.part.json"), "{");
        assertThat(Journal.in(folder).find("a", Interval.class)).isEmpty();
        Journal.in(folder).add("a", new Interval(1, 1, 1, 2));
        assertThat(Journal.in(folder).size()).isEqualTo(1);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("a.json"));
        }
    }

    @Test
    void none_keepsNothing() throws Exception {
        Journal none = Journal.none();
        none.of("gc").add("a", List.of(1));
        assertThat(none.of("gc").find("a", List.class)).isEmpty();
        assertThat(none.size()).isZero();
    }

    @Test
    void clearedJournal_holdsNothing_andCanBeUsedAgain() throws Exception {
        Journal journal = Journal.in(folder.resolve("cleared"));
        journal.clear();
        journal.add("a", new Interval(1, 1, 1, 2));
        journal.of("part").add("b", new Interval(1, 1, 1, 2));
        journal.clear();
        assertThat(folder.resolve("cleared")).doesNotExist();
        assertThat(journal.find("a", Interval.class)).isEmpty();
        journal.add("a", new Interval(1, 1, 1, 2));
        assertThat(journal.size()).isEqualTo(1);
    }

    @Test
    void nameThatIsNoFileName_isRefused() {
        assertThatThrownBy(() -> Journal.in(folder).find("../a", Interval.class))
                .hasMessage("name: ../a (expected: letters, digits, hyphens and dots)");
    }
}
