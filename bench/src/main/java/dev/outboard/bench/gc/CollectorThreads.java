package dev.outboard.bench.gc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * CPU time of the JVM's own threads that work for memory, from {@code /proc/self/task}, proc(5): what collectors do while the
 * program runs is in no pause. Resolution 10 ms. Without {@code /proc} the figures are NaN.
 *
 * @param collectorMillis of the collector's threads and of the one that runs safepoints
 * @param referenceMillis of those that run finalizers and Cleaners
 */
record CollectorThreads(double collectorMillis, double referenceMillis) {
    private static final Path TASKS = Path.of("/proc/self/task");
    /** USER_HZ is 100 on every Linux that the JDK supports. */
    private static final double MILLIS_PER_TICK = 10;

    /** As the kernel has them: cut at 15 characters. */
    private static final Pattern COLLECTOR =
            Pattern.compile("GC Thread.*|G1 .*|VM Thread|Z(Driver|Director|Worker|Unmapper|Uncommit|Stat).*");

    private static final Pattern REFERENCE = Pattern.compile("Reference Handl|Finalizer|Common-Cleaner|Cleaner-\\d+");

    /** All that those threads have used so far. */
    static CollectorThreads now() {
        if (!Files.isDirectory(TASKS)) {
            return new CollectorThreads(Double.NaN, Double.NaN);
        }
        double collector = 0;
        double reference = 0;
        try (Stream<Path> tasks = Files.list(TASKS)) {
            for (Path task : (Iterable<Path>) tasks::iterator) {
                String stat = read(task.resolve("stat"));
                int open = stat.indexOf('(');
                int close = stat.lastIndexOf(')');
                if (open >= 0 && close > open) {
                    String name = stat.substring(open + 1, close);
                    if (COLLECTOR.matcher(name).matches()) {
                        collector += millis(stat.substring(close + 2));
                    } else if (REFERENCE.matcher(name).matches()) {
                        reference += millis(stat.substring(close + 2));
                    }
                }
            }
            return new CollectorThreads(collector, reference);
        } catch (IOException e) {
            return new CollectorThreads(Double.NaN, Double.NaN); // as without /proc: "unknown"
        }
    }

    /** What was used since. */
    CollectorThreads since(CollectorThreads start) {
        return new CollectorThreads(collectorMillis - start.collectorMillis, referenceMillis - start.referenceMillis);
    }

    /** Behind the name: state ppid ... (11) utime stime. */
    private static double millis(String fields) {
        String[] all = fields.split(" ");
        return (Double.parseDouble(all[11]) + Double.parseDouble(all[12])) * MILLIS_PER_TICK;
    }

    private static String read(Path stat) throws IOException {
        try {
            return Files.readString(stat, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return ""; // the thread has ended
        } catch (IOException e) {
            // The kernel answers ESRCH for a thread that ends while its file is being read.
            if (Files.exists(stat)) {
                throw e;
            }
            return "";
        }
    }
}
