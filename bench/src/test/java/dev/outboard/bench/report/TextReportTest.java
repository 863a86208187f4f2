package dev.outboard.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextReportTest {
    @Test
    void render_isThisLayout() {
        assertThat(TextReport.render(Samples.section())).isEqualTo("""
                        GC pauses
                        =========
                        What does the owner cost?

                        closed loop
                                           legacy-
                                        finalizer-
                                             graph   safe-pooled
                        ----------------------------------------
                        pause P99, ms         46.1          8.30
                        messages/s         418,000     2,163,000

                        change
                                        against legacy   article
                        ----------------------------------------
                        pause P99   -82 % (-85 to -79)     -41 %

                        The cause is registrations.

                        What each figure means
                          pause P99, ms  the pause that 99 of 100 do not exceed
                          messages/s     encoded and decoded
                          pause P99      median of the pairs

                        Notes
                          - Closed loop.
                        """);
    }

    @Test
    void render_ofAFailedRun_saysSoAboveTheFigures() {
        final String text = TextReport.render(Samples.failed());

        assertThat(text)
                .contains("\nFAILED: these figures prove nothing\n  - pool, pair 2: 12 messages lost\n")
                .matches("(?s).*FAILED.*closed loop.*");
    }

    @Test
    void render_isAsciiAndHasNoTrailingBlanks() {
        assertThat(TextReport.render(Samples.failed()).chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 127));
        assertThat(TextReport.render(Samples.failed()).lines()).noneMatch(line -> line.endsWith(" "));
    }

    @Test
    void wrap_breaksAtBlanksAndKeepsLongWords() {
        assertThat(TextReport.wrap("one two  three-and-more four", 8))
                .containsExactly("one two", "three-and-more", "four");
    }

    @Test
    void table_thatIsTurned_hasTheContendersDownwards() {
        final Table table = Table.of("closed loop", List.of("safe", "unsafe"))
                .row("encode, ns", "time", "10", "5")
                .row("encode, B", "heap", "0", "1")
                .turned()
                .build();
        final Section section =
                new Section("id", "Codecs", "Fast?", List.of(), List.of(table), List.of(), List.of(), List.of());

        assertThat(TextReport.render(section)).contains("""
                closed loop
                         encode, ns   encode, B
                -------------------------------
                safe             10           0
                unsafe            5           1
                """).contains("  encode, ns  time\n  encode, B   heap\n");
    }

    @Test
    void table_withARowThatIsTooShort() {
        final Table.Builder table = Table.of("t", List.of("a", "b")).row("r", "d", "1");

        assertThatThrownBy(table::build).hasMessage("row r: 1 cells (expected: one for each of 2 columns)");
    }
}
