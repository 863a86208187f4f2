package dev.outboard.bench.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How much of the machine others used while a window was open: the CPU time of the whole machine less the time of this
 * process and all of its descendants, in cores, and beside it what the hypervisor took away.
 *
 * <p>Source: {@code /proc/stat} and {@code /proc/<pid>/stat}, proc(5). Interrupt time is left out, for some kernels
 * charge it to the process that was interrupted and some to nobody. Without {@code /proc} both figures are NaN, which
 * reports print as "unknown". Any thread; one window per object.
 */
public final class Noise {
    /** USER_HZ: what {@code /proc} counts in, 100 on every Linux that the JDK supports. */
    private static final double TICKS_PER_SECOND = 100;

    /** Above this many foreign cores a run is marked as noisy. */
    public static final double NOISY_CORES = 0.2;

    private final Path proc;
    private final long startNanos;
    private final @Nullable Ticks start;

    private Noise(Path proc, long startNanos) {
        this.proc = proc;
        this.startNanos = startNanos;
        this.start = Ticks.read(proc);
    }

    /** Opens a window now. */
    public static Noise start() {
        return start(Path.of("/proc"), System.nanoTime());
    }

    /** Whether more than half of these runs, by the cores that others used in each, are too noisy to be quoted. */
    public static boolean mostlyNoisy(double... foreignCores) {
        final long noisy =
                Arrays.stream(foreignCores).filter(cores -> cores > NOISY_CORES).count();
        return noisy * 2 > foreignCores.length;
    }

    static Noise start(Path proc, long nowNanos) {
        return new Noise(proc, nowNanos);
    }

    /** What others used since the window was opened; the window stays open. */
    public Window window() {
        return window(System.nanoTime());
    }

    Window window(long nowNanos) {
        final Ticks now = Ticks.read(proc);
        final double seconds = (nowNanos - startNanos) / 1e9;
        if (start == null || now == null || seconds <= 0) {
            return Window.UNKNOWN;
        }
        final double foreign = (now.busy - start.busy) - (now.own - start.own);
        return new Window(
                Math.max(0, foreign / TICKS_PER_SECOND / seconds),
                (now.stolen - start.stolen) / TICKS_PER_SECOND / seconds);
    }

    /**
     * Cores that were not ours, on average over a window.
     *
     * @param foreignCores used by processes outside this process tree; NaN where it cannot be known
     * @param stolenCores taken by the hypervisor; NaN where it cannot be known
     */
    public record Window(double foreignCores, double stolenCores) {
        static final Window UNKNOWN = new Window(Double.NaN, Double.NaN);

        /** Whether the window was too noisy to be quoted; false where it cannot be known. */
        public boolean noisy() {
            return foreignCores + stolenCores > NOISY_CORES;
        }
    }

    private record Ticks(double busy, double stolen, double own) {
        static @Nullable Ticks read(Path proc) {
            final Path stat = proc.resolve("stat");
            if (!Files.isReadable(stat)) {
                return null;
            }
            try {
                final String line = Files.readString(stat, StandardCharsets.US_ASCII);
                final String[] cpu =
                        line.substring(0, line.indexOf('\n')).trim().split("\\s+");
                // cpu user nice system idle iowait irq softirq steal ...
                final double busy = number(cpu, 1) + number(cpu, 2) + number(cpu, 3);
                final double stolen = cpu.length > 8 ? number(cpu, 8) : 0;
                return new Ticks(busy, stolen, ownTicks(proc));
            } catch (IOException e) {
                return null; // a /proc that cannot be read is the same as none: the report says "unknown"
            }
        }

        private static double number(String[] fields, int index) {
            return Double.parseDouble(fields[index]);
        }

        /** Time of this process, of its ended children (which wait() adds to it), and of its living descendants. */
        private static double ownTicks(Path proc) throws IOException {
            final Map<Long, Stat> all = new HashMap<>();
            try (Stream<Path> entries = Files.list(proc)) {
                for (Path entry : (Iterable<Path>) entries::iterator) {
                    final String name = entry.getFileName().toString();
                    if (name.chars().allMatch(Character::isDigit)) {
                        final Stat stat = Stat.read(entry.resolve("stat"));
                        if (stat != null) {
                            all.put(Long.valueOf(name), stat);
                        }
                    }
                }
            }
            final long self = ProcessHandle.current().pid();
            return all.entrySet().stream()
                    .filter(e -> isInTree(all, e.getKey(), self))
                    .mapToDouble(e -> e.getValue().ticks)
                    .sum();
        }

        private static boolean isInTree(Map<Long, Stat> all, long pid, long root) {
            Stat stat = all.get(pid);
            for (long p = pid; stat != null; p = stat.parent, stat = all.get(p)) {
                if (p == root) {
                    return true;
                }
            }
            return false;
        }
    }

    private record Stat(long parent, double ticks) {
        static @Nullable Stat read(Path file) throws IOException {
            try {
                final String line = Files.readString(file, StandardCharsets.ISO_8859_1);
                // The name stands in parentheses and may hold anything, so count from the last one:
                // state ppid ... (11) utime stime cutime cstime
                final String[] fields =
                        line.substring(line.lastIndexOf(')') + 2).trim().split(" ");
                double ticks = 0;
                for (int i = 11; i <= 14; i++) {
                    ticks += Double.parseDouble(fields[i]);
                }
                return new Stat(Long.parseLong(fields[1]), ticks);
            } catch (NoSuchFileException e) {
                return null; // ended between the listing and the reading
            } catch (IOException e) {
                // The kernel answers ESRCH for a process that ends while its file is being read.
                if (Files.exists(file)) {
                    throw e;
                }
                return null;
            }
        }
    }
}
