package dev.outboard.bench.gc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What HotSpot's collectors wrote with {@link #FLAG}, as JDK 17 and as JDK 25 write it. Two things differ between them: the
 * number of decimals, and discovered references, which 17 prints on a line of their own below the kind and 25 beside it.
 * ZGC's pauses are phases of its cycles and have no CPU time; a thread that had to wait for it says so in a line of its own.
 *
 * <p>Lines of a collection carry its number and come before the line with its duration; its CPU time comes after. One
 * number can stand for two pauses (remark and cleanup share their cycle's), so lines are gathered until a pause ends.
 */
final class GcLog {
    /** What the log must hold; the file's name goes in between. */
    static final String FLAG =
            "-Xlog:gc*=info,gc+phases=debug,gc+ref=debug,gc+phases+ref=debug,safepoint=info:file=%s:uptime,level,tags";

    private static final Pattern LINE = Pattern.compile("\\[(\\d+[.,]\\d+)s]\\[[a-z ]+]\\[([a-z,0-9]+) *] (.*)");
    private static final Pattern OF_COLLECTION = Pattern.compile("GC\\((\\d+)\\) +(.*)");
    private static final Pattern PAUSE = Pattern.compile("Pause (Full \\(.*\\)|\\w+(?: \\([^)]*\\))?)(?: \\(.*\\))?"
            + " \\d+\\w->\\d+\\w\\(\\d+\\w\\) (\\d+[.,]\\d+)ms");
    private static final Pattern CONCURRENT_PAUSE =
            Pattern.compile("(?:[yYO]: )?Pause ([A-Z][\\w ]*?)(?: \\(\\w+\\))? (\\d+[.,]\\d+)ms");
    private static final Pattern STALL =
            Pattern.compile("(?:GC\\(\\d+\\) )?(?:[yYO]: )?Allocation Stall \\(.*\\) (\\d+[.,]\\d+)ms");
    private static final Pattern CYCLE_REFERENCES = Pattern.compile("(?:[yYO]: )?(Soft|Weak|Final|Phantom)"
            + "(?:: \\d+ encountered, (\\d+) discovered.*| References: +\\d+ +(\\d+) +\\d+.*)");
    private static final Pattern CPU = Pattern.compile("User=(\\d+[.,]\\d+)s Sys=(\\d+[.,]\\d+)s Real=.*");
    private static final Pattern SAFEPOINT = Pattern.compile("Safepoint \".*Total: +(\\d+) ns.*");
    private static final Pattern PHASE =
            Pattern.compile("([A-Z][\\w /]*?)(?: \\(ms\\))?:(?:.* Avg:)? +(\\d+[.,]\\d+)(?:ms)?(?:,.*)?");
    private static final Pattern REFERENCES = Pattern.compile("(\\w+Reference)(?::| Discovered: (\\d+).*)");
    private static final Pattern DISCOVERED = Pattern.compile("Discovered: (\\d+)");

    private final List<Pause> pauses = new ArrayList<>();
    private final List<Stop> stops = new ArrayList<>();
    private final List<Stop> stalls = new ArrayList<>();
    private final Map<Integer, Gathered> gathered = new HashMap<>();
    private final Map<Integer, Integer> lastPauseOf = new HashMap<>();

    private GcLog() {}

    /** Reads a log to its end. */
    static GcLog read(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return parse(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static GcLog parse(Stream<String> lines) {
        GcLog log = new GcLog();
        lines.forEach(log::add);
        return log;
    }

    /** All pauses, in their order. */
    List<Pause> pauses() {
        return List.copyOf(pauses);
    }

    /** What lies between two times, in seconds of the JVM's uptime; a pause belongs to the time at which it ended. */
    GcLog between(double fromSeconds, double toSeconds) {
        GcLog part = new GcLog();
        pauses.stream()
                .filter(pause -> pause.atSeconds >= fromSeconds && pause.atSeconds <= toSeconds)
                .forEach(part.pauses::add);
        stops.stream()
                .filter(stop -> stop.atSeconds >= fromSeconds && stop.atSeconds <= toSeconds)
                .forEach(part.stops::add);
        stalls.stream()
                .filter(stall -> stall.atSeconds >= fromSeconds && stall.atSeconds <= toSeconds)
                .forEach(part.stalls::add);
        return part;
    }

    /** Times that a thread waited for memory that a concurrent collector had not freed yet. */
    int stalls() {
        return stalls.size();
    }

    /** What those took, over all threads. */
    double stalledMillis() {
        return stalls.stream().mapToDouble(Stop::millis).sum();
    }

    /** Time in safepoints of any kind, from the request to the resumption. */
    double stoppedMillis() {
        return stops.stream().mapToDouble(Stop::millis).sum();
    }

    private void add(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return; // the head of a log says how the JVM was started
        }
        double atSeconds = number(parts.group(1));
        String tags = parts.group(2);
        String text = parts.group(3);
        if (tags.equals("safepoint")) {
            Matcher stop = SAFEPOINT.matcher(text);
            if (stop.matches()) {
                stops.add(new Stop(atSeconds, Long.parseLong(stop.group(1)) / 1e6));
            }
            return;
        }
        Matcher stall = STALL.matcher(text);
        if (stall.matches()) {
            stalls.add(new Stop(atSeconds, number(stall.group(1))));
            return;
        }
        Matcher collection = OF_COLLECTION.matcher(text);
        if (collection.matches()) {
            int id = Integer.parseInt(collection.group(1));
            String rest = collection.group(2);
            switch (tags) {
                case "gc" -> addPause(atSeconds, id, rest);
                case "gc,cpu" -> addCpu(id, rest);
                case "gc,ref" -> addReferences(id, rest);
                case "gc,phases", "gc,phases,ref" -> addPhase(atSeconds, id, rest);
                default -> {
                    // heap sizes, metaspace, tasks: not asked for
                }
            }
        }
    }

    private void addPhase(double atSeconds, int id, String text) {
        Matcher pause = CONCURRENT_PAUSE.matcher(text);
        if (pause.matches()) {
            lastPauseOf.put(id, pauses.size());
            pauses.add(new Pause(atSeconds, pause.group(1), number(pause.group(2)), 0, Map.of(), Map.of()));
        } else {
            gathered.computeIfAbsent(id, i -> new Gathered()).add(text);
        }
    }

    /** What a cycle of ZGC discovered is told at its end, and goes to its last pause. */
    private void addReferences(int id, String text) {
        Matcher cycle = CYCLE_REFERENCES.matcher(text);
        Integer index = lastPauseOf.get(id);
        if (cycle.matches() && index != null) {
            String discovered = cycle.group(2) == null ? cycle.group(3) : cycle.group(2);
            pauses.set(index, pauses.get(index).with(cycle.group(1) + "Reference", Long.parseLong(discovered)));
        }
    }

    private void addPause(double atSeconds, int id, String text) {
        Matcher pause = PAUSE.matcher(text);
        if (pause.matches()) {
            Gathered before = gathered.remove(id);
            lastPauseOf.put(id, pauses.size());
            pauses.add(new Pause(
                    atSeconds,
                    pause.group(1),
                    number(pause.group(2)),
                    0,
                    before == null ? Map.of() : before.phases,
                    before == null ? Map.of() : before.references));
        }
    }

    private void addCpu(int id, String text) {
        Matcher cpu = CPU.matcher(text);
        Integer index = lastPauseOf.get(id);
        if (cpu.matches() && index != null) {
            Pause pause = pauses.get(index);
            pauses.set(index, pause.withCpu((number(cpu.group(1)) + number(cpu.group(2))) * 1e3));
        }
    }

    /** Some locales print a comma. */
    private static double number(String digits) {
        return Double.parseDouble(digits.replace(',', '.'));
    }

    /**
     * A pause.
     *
     * @param atSeconds uptime of the JVM at its end
     * @param kind "Young (Normal)", "Young (Mixed)", "Remark", "Cleanup", "Full (System.gc())" and the like
     * @param cpuMillis user and system time of all GC threads
     * @param phases milliseconds by the phase's name; the average over threads where several took part
     * @param references discovered, by kind
     */
    record Pause(
            double atSeconds,
            String kind,
            double millis,
            double cpuMillis,
            Map<String, Double> phases,
            Map<String, Long> references) {

        boolean isYoung() {
            return kind.startsWith("Young");
        }

        boolean isFull() {
            return kind.startsWith("Full");
        }

        double phase(String name) {
            return phases.getOrDefault(name, 0.0);
        }

        long discovered(String reference) {
            return references.getOrDefault(reference, 0L);
        }

        private Pause with(String reference, long discovered) {
            Map<String, Long> more = new HashMap<>(references);
            more.put(reference, discovered);
            return new Pause(atSeconds, kind, millis, cpuMillis, phases, Map.copyOf(more));
        }

        private Pause withCpu(double cpuMillis) {
            return new Pause(atSeconds, kind, millis, cpuMillis, phases, references);
        }
    }

    private record Stop(double atSeconds, double millis) {}

    /** Lines of a collection whose pause has not ended yet. */
    private static final class Gathered {
        private final Map<String, Double> phases = new HashMap<>();
        private final Map<String, Long> references = new HashMap<>();
        private String kind = "";

        void add(String text) {
            Matcher kindLine = REFERENCES.matcher(text);
            if (kindLine.matches()) {
                kind = kindLine.group(1);
                if (kindLine.group(2) != null) {
                    references.merge(kind, Long.parseLong(kindLine.group(2)), Long::sum);
                }
                return;
            }
            Matcher discovered = DISCOVERED.matcher(text);
            if (discovered.matches()) {
                references.merge(kind, Long.parseLong(discovered.group(1)), Long::sum);
                return;
            }
            Matcher phase = PHASE.matcher(text);
            if (phase.matches()) {
                phases.merge(phase.group(1), number(phase.group(2)), Double::sum);
            }
        }
    }
}
