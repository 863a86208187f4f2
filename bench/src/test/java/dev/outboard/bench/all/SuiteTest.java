package dev.outboard.bench.all;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.run.Progress;
import dev.outboard.bench.suite.Journal;
import dev.outboard.bench.suite.SuitePart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteTest {
    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void partThatThrows_hasFailed_andTheNextRuns() throws Exception {
        SuitePart broken = new FakePart("broken", Duration.ofSeconds(1), journal -> {
            throw new IOException("disk: full (expected: room)");
        });
        List<Outcome> outcomes = run(null, broken, FakePart.of("rpc", FakePart.sound("rpc")));
        assertThat(outcomes).extracting(Outcome::state).containsExactly(Outcome.State.FAILED, Outcome.State.MEASURED);
        assertThat(outcomes.get(0).reason()).isEqualTo("disk: full (expected: room)");
    }

    @Test
    void partThatDoesNotFit_isCut_andThatIsSaid() throws Exception {
        SuitePart slow = new FakePart("slow", Duration.ofSeconds(10), journal -> {
            nanos.addAndGet(Duration.ofSeconds(54).toNanos());
            return FakePart.sound("slow");
        });
        List<Outcome> outcomes = run(Duration.ofSeconds(60), slow, FakePart.of("rpc", FakePart.sound("rpc")));
        assertThat(outcomes.get(0).seconds()).isEqualTo(54);
        assertThat(outcomes.get(1).state()).isEqualTo(Outcome.State.CUT);
        assertThat(outcomes.get(1).reason()).isEqualTo("not run: it takes about 10 s, and 6 s were left");
    }

    @Test
    void partThatHasFinishedSomethingBefore_isBegunAnyway() throws Exception {
        Journal.in(folder).of("rpc").add("a", List.of(1));
        nanos.set(0);
        Suite suite = suite(Duration.ofSeconds(5), FakePart.of("rpc", FakePart.sound("rpc")));
        assertThat(suite.run()).extracting(Outcome::state).containsExactly(Outcome.State.MEASURED);
    }

    @Test
    void partThatStillRuns_whenTheTimeIsOver_isInterrupted_andKeepsWhatItFinished() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        SuitePart endless = new FakePart("endless", Duration.ofMillis(1), journal -> {
            journal.add("first", List.of(1));
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return FakePart.sound("endless");
        });
        List<Outcome> outcomes = run(Duration.ofMillis(50), endless);
        assertThat(interrupted.getCount()).isZero();
        assertThat(outcomes.get(0).state()).isEqualTo(Outcome.State.CUT);
        assertThat(outcomes.get(0).reason()).startsWith("interrupted");
        assertThat(Journal.in(folder).of("endless").find("first", List.class)).isPresent();
    }

    @Test
    void interruptOfTheSuite_reachesThePart() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        SuitePart endless = new FakePart("endless", Duration.ofMillis(1), journal -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                ended.countDown();
            }
            return FakePart.sound("endless");
        });
        Thread runner = new Thread(() -> {
            try {
                run(null, endless);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        runner.start();
        begun.await();
        runner.interrupt();
        runner.join();
        assertThat(ended.getCount()).isZero();
    }

    private List<Outcome> run(@Nullable Duration budget, SuitePart... parts) throws InterruptedException {
        return suite(budget, parts).run();
    }

    private Suite suite(@Nullable Duration budget, SuitePart... parts) {
        return new Suite(List.of(parts), budget, folder, Journal.in(folder), Progress.silent(), nanos::get);
    }
}
