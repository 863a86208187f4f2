package dev.outboard.im.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A script that drives a real browser and leaves screenshots. Takes Chromium, Node and the npm package playwright-core, which CI puts into
 * {@code target/browser} and a user may have on the NODE_PATH; without one of them the test is skipped, but not in CI.
 */
final class Scenario {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final Path node = need("node", onPath(List.of("node")));
    private final Path browser = need(String.join(" or ", BROWSERS), onPath(BROWSERS));
    private final Path modules = need("playwright-core (npm)", modules());
    private final Path script;
    private final Path output;

    /**
     * Skips the test where something is missing that it takes.
     *
     * @param name of the script in {@code browser/}, without its ending
     */
    Scenario(String name) throws IOException, URISyntaxException {
        script = Path.of(Objects.requireNonNull(Scenario.class.getResource("/browser/" + name + ".cjs"))
                .toURI());
        output = SCREENSHOTS.resolve(name + ".txt");
        Files.createDirectories(SCREENSHOTS);
    }

    /** Runs the script to its end, which has to be a good one. */
    void play(String... addresses) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(node.toString(), script.toString(), SCREENSHOTS.toString(), browser.toString()));
        command.addAll(List.of(addresses));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("NODE_PATH", modules.toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(180, TimeUnit.SECONDS))
                    .as("%s", Files.readString(output))
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as("%s", Files.readString(output)).isZero();
        assertThat(Files.readString(output)).contains("done: no page has complained");
    }

    private static Optional<Path> modules() {
        Stream<Path> ours = Stream.of(Path.of("..", "target", "browser", "node_modules"));
        Stream<Path> theirs = paths(System.getenv().getOrDefault("NODE_PATH", ""));
        return Stream.concat(ours, theirs)
                .filter(directory -> Files.isDirectory(directory.resolve("playwright-core")))
                .map(Path::toAbsolutePath)
                .findFirst();
    }

    private static Optional<Path> onPath(List<String> names) {
        return paths(System.getenv().getOrDefault("PATH", ""))
                .flatMap(directory -> names.stream().map(directory::resolve))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Stream<Path> paths(String list) {
        return Arrays.stream(list.split(File.pathSeparator))
                .filter(it -> !it.isEmpty())
                .map(Path::of);
    }

    private static Path need(String what, Optional<Path> found) {
        if (found.isEmpty() && System.getenv("CI") != null) {
            fail("%s: not found (expected: installed in CI)", what);
        }
        if (found.isEmpty()) {
            System.out.println("Skipped: " + what + " is not installed here");
        }
        assumeTrue(found.isPresent(), what + " is not installed here");
        return found.get();
    }
}
