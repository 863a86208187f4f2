package dev.outboard.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final AtomicLong nanos = new AtomicLong();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void stage_withoutATerminal_isOnePlainLine() {
        final Progress progress = Progress.on(out, false, nanos::get);
        nanos.addAndGet(Duration.ofSeconds(65).toNanos());

        progress.stage("pair 1 of 3", Duration.ofSeconds(120));
        progress.redraw();
        progress.close();

        assertThat(printed()).isEqualTo("[1:05, about 2:00 left] pair 1 of 3\n");
    }

    @Test
    void stage_ofAPartWithMoreBehindIt_countsBoth() {
        final Progress progress = Progress.on(out, false, nanos::get).followedBy(Duration.ofSeconds(60));

        progress.stage("part A", Duration.ofSeconds(30));

        assertThat(printed()).contains("about 1:30 left");
    }

    @Test
    void stage_ofAPartOfASuite_carriesItsName_andNeverPromisesMoreThanTheBudget() {
        final Progress progress = Progress.on(out, false, nanos::get).within(Duration.ofSeconds(100));
        final Progress part = progress.of("2/6 rpc").followedBy(Duration.ofSeconds(60));
        nanos.addAndGet(Duration.ofSeconds(30).toNanos());

        part.stage("raw-hand", Duration.ofSeconds(5));
        part.stage("safe-loop", Duration.ofSeconds(300));

        assertThat(printed())
                .isEqualTo("[0:30, about 1:05 left] 2/6 rpc: raw-hand\n[0:30, about 1:10 left] 2/6 rpc: safe-loop\n");
    }

    @Test
    void redraw_onATerminal_rewritesTheLine() {
        final Progress progress = Progress.on(out, true, nanos::get);
        progress.stage("work", Duration.ofSeconds(10));
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());

        progress.redraw();

        assertThat(printed()).isEqualTo("\r\u001b[K[0:00, about 0:10 left] work\r\u001b[K[0:04, about 0:06 left] work");
    }

    @Test
    void stage_thatTakesLonger_neverPromisesLessThanNothing() {
        final Progress progress = Progress.on(out, true, nanos::get);
        progress.stage("work", Duration.ofSeconds(1));
        nanos.addAndGet(Duration.ofSeconds(9).toNanos());

        progress.redraw();

        assertThat(printed()).endsWith("[0:09, about 0:00 left] work");
    }

    @Test
    void note_onATerminal_staysAboveTheLine() {
        final Progress progress = Progress.on(out, true, nanos::get);
        progress.stage("work", Duration.ofSeconds(1));

        progress.note("noisy");
        progress.close();

        assertThat(printed()).contains("\r\u001b[Knoisy\n\r\u001b[K[0:00").endsWith("\r\u001b[K");
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
