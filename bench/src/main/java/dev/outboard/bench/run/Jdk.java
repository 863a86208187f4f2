package dev.outboard.bench.run;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A JDK that children can run on.
 *
 * @param feature its version's first number, as in 25
 * @param home its directory; no reader of a report has it, and none gets it
 */
@JsonIncludeProperties("feature")
public record Jdk(int feature, Path home) {
    /** The oldest one that the product runs on. */
    static final int OLDEST = 17;

    /** The one that runs this program. */
    public static Jdk running() {
        return new Jdk(Runtime.version().feature(), Settings.javaHome());
    }

    /** One of each version that the launcher has found, the running one included, oldest first. */
    public static List<Jdk> found() {
        Jdk running = running();
        List<Jdk> all = new ArrayList<>(List.of(running));
        for (Path home : Settings.jdkHomes()) {
            at(home).filter(jdk -> all.stream().noneMatch(other -> other.feature == jdk.feature))
                    .ifPresent(all::add);
        }
        all.sort(Comparator.comparingInt(Jdk::feature));
        return List.copyOf(all);
    }

    /** The oldest and the newest of what was found; one where both are the same. */
    public static List<Jdk> oldestAndNewest() {
        List<Jdk> all = found();
        return all.size() == 1 ? all : List.of(all.get(0), all.get(all.size() - 1));
    }

    /**
     * The JDK that a user means by a version's number, as in 17, or by a directory.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static Jdk of(String name) {
        Stream<Jdk> known = name.matches("[0-9]+")
                ? found().stream().filter(jdk -> String.valueOf(jdk.feature).equals(name))
                : at(Path.of(name)).stream();
        return known.findFirst()
                .orElseThrow(() -> new IllegalArgumentException("jdks: " + name + " (expected: one of "
                        + String.join(
                                ", ",
                                found().stream().map(jdk -> "" + jdk.feature).toList())
                        + ", or the home of a JDK " + OLDEST + " or later)"));
    }

    /** Its {@code java} program. */
    public Path java() {
        return home.resolve("bin").resolve("java");
    }

    /** What its {@code release} file says it is, when it is one that the product runs on. */
    private static Optional<Jdk> at(Path home) {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(release, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.matches("JAVA_VERSION=\"[0-9]{1,4}[\".].*"))
                    .map(line -> Integer.parseInt(line.replaceAll("^JAVA_VERSION=\"([0-9]+).*", "$1")))
                    .filter(feature -> feature >= OLDEST)
                    .map(feature -> new Jdk(feature, home.toAbsolutePath().normalize()))
                    .filter(jdk -> Files.isExecutable(jdk.java()))
                    .findFirst();
        } catch (IOException e) {
            throw new IllegalArgumentException("jdks: " + release + " (expected: a readable file)", e);
        }
    }
}
