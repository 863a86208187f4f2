package dev.outboard.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void awaitLine_findsTheLineAndTheLogKeepsAll() throws Exception {
        final Path log = directory.resolve("logs/child.log");
        try (Jvm child = child("say").log(log).start()) {
            assertThat(child.awaitLine(line -> line.startsWith("second"), LONG)).isEqualTo("second ünïcode");
            child.expectExit(0, LONG);
        }

        assertThat(Files.readAllLines(log)).containsExactly("first", "second ünïcode", "to stderr");
    }

    @Test
    void awaitLine_fromAChildThatEnds_namesItsLastLine() throws Exception {
        try (Jvm child = child("say").start()) {
            assertThatThrownBy(() -> child.awaitLine("never"::equals, LONG))
                    .isInstanceOf(ChildFailedException.class)
                    .hasMessage("say: ended before the expected line; its last line: to stderr");
        }
    }

    @Test
    void expectExit_ofAnotherCode() throws Exception {
        try (Jvm child = child("exit").start()) {
            assertThatThrownBy(() -> child.expectExit(0, LONG)).hasMessageStartingWith("exit: exit 3 (expected: 0)");
        }
    }

    @Test
    void childThatThrows_isQuotedWithWhatItThrew_andNotWithAStackFrame() throws Exception {
        try (Jvm child = child("throw").start()) {
            assertThatThrownBy(() -> child.expectExit(0, LONG))
                    .hasMessageEndingWith("java.lang.IllegalStateException: codec: away");
        }
    }

    @Test
    void close_killsTheWholeTree() throws Exception {
        final Jvm child = child("grandchild").start();
        final long grandchild = Long.parseLong(
                child.awaitLine(line -> line.startsWith("pid "), LONG).substring("pid ".length()));

        child.close();

        assertThat(child.isAlive()).isFalse();
        assertThat(endsSoon(grandchild)).isTrue();
    }

    @Test
    void parentKilledOutright_takesItsChildrenAlong() throws Exception {
        final Jvm parent = child("parent").start();
        final long orphan = Long.parseLong(
                parent.awaitLine(line -> line.startsWith("pid "), LONG).substring("pid ".length()));

        ProcessHandle.of(parent.pid()).orElseThrow().destroyForcibly();

        assertThat(endsSoon(orphan)).isTrue();
        parent.close();
    }

    @Test
    void parentToldToEnd_doesNotSayThatItsChildFailed() throws Exception {
        try (Jvm parent = child("parent-that-waits").start()) {
            final long orphan = Long.parseLong(
                    parent.awaitLine(line -> line.startsWith("pid "), LONG).substring("pid ".length()));

            assertThat(parent.stop(LONG)).isEqualTo(128 + 15);

            assertThat(endsSoon(orphan)).isTrue();
            assertThat(parent.tail()).containsExactly("pid " + orphan);
        }
    }

    @Test
    void childKilledByOthers_failed() throws Exception {
        try (Jvm child = child("stay").start()) {
            child.awaitLine("staying"::equals, LONG);
            ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();

            assertThatThrownBy(() -> child.expectExit(0, LONG)).hasMessageStartingWith("stay: exit 137 (expected: 0)");
        }
    }

    @Test
    void awaitExit_ofAChildThatStays() throws Exception {
        try (Jvm child = child("stay").start()) {
            child.awaitLine("staying"::equals, LONG);
            assertThatThrownBy(() -> child.awaitExit(Duration.ZERO)).hasMessageStartingWith("stay: still running");
            assertThat(child.stop(LONG)).isEqualTo(128 + 15);
        }
    }

    @Test
    void status_ofARunningChild() throws Exception {
        try (Jvm child = child("stay").start()) {
            child.awaitLine("staying"::equals, LONG);
            ProcessStatus.of(child.pid()).ifPresent(status -> {
                assertThat(status.residentBytes()).isBetween(1L << 20, status.residentMaxBytes());
                assertThat(status.threads()).isGreaterThan(2);
            });
        }
    }

    private static Jvm.Builder child(String what) {
        return Jvm.of(what, Child.class.getName())
                .flags(List.of(
                        "-Xmx64m", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8"))
                .args(List.of(what));
    }

    private static boolean endsSoon(long pid) throws Exception {
        final var handle = ProcessHandle.of(pid);
        if (handle.isPresent()) {
            handle.get().onExit().get(LONG.toSeconds(), TimeUnit.SECONDS);
        }
        return ProcessHandle.of(pid).map(h -> !h.isAlive()).orElse(true);
    }

    /** The program that the tests fork. */
    public static final class Child {
        private Child() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            switch (args[0]) {
                case "say" -> {
                    System.out.println("first");
                    System.out.println("second ünïcode");
                    System.out.flush();
                    System.err.println("to stderr");
                }
                case "throw" -> throw new IllegalStateException("codec: away");
                case "exit" -> Runtime.getRuntime().halt(3);
                case "stay" -> {
                    System.out.println("staying");
                    new CountDownLatch(1).await();
                }
                case "grandchild" -> {
                    final Process process = new ProcessBuilder("sleep", "1000").start();
                    System.out.println("pid " + process.pid());
                    new CountDownLatch(1).await();
                }
                case "parent" -> {
                    final Jvm child = child("stay").start();
                    child.awaitLine("staying"::equals, LONG);
                    System.out.println("pid " + child.pid());
                    new CountDownLatch(1).await();
                }
                case "parent-that-waits" -> {
                    final Thread main = Thread.currentThread();
                    // Gives the thread below its chance to say something wrong before all ends.
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> joinFor(main, Duration.ofSeconds(1))));
                    try (Jvm child = child("stay").start()) {
                        child.awaitLine("staying"::equals, LONG);
                        System.out.println("pid " + child.pid());
                        child.awaitLine("never"::equals, LONG);
                    } catch (ChildFailedException e) {
                        System.out.println("FAILED: " + e.getMessage());
                        System.out.flush();
                    }
                }
                default -> throw new IllegalArgumentException(args[0]);
            }
        }

        private static void joinFor(Thread thread, Duration most) {
            try {
                thread.join(most.toMillis());
            } catch (InterruptedException e) {
                thread.interrupt();
            }
        }
    }
}
