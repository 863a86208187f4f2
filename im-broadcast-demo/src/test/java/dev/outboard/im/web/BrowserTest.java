package dev.outboard.im.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.outboard.im.server.ChatClient;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The pages in a real browser: {@code browser/scenario.cjs} says what happens there, and leaves screenshots. Takes Chromium, Node and the npm
 * package playwright-core, which CI puts into {@code target/browser} and a user may have on the NODE_PATH; without one of them the test is
 * skipped, but not in CI.
 */
class BrowserTest {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @Test
    void twoPeopleChat_oneOfThemLosesTheNetwork_andTheDashboardMoves() throws Exception {
        Path node = need("node", onPath(List.of("node")));
        Path browser = need(String.join(" or ", BROWSERS), onPath(BROWSERS));
        Path modules = need("playwright-core (npm)", modules());
        Files.createDirectories(SCREENSHOTS);
        Path output = SCREENSHOTS.resolve("scenario.txt");
        AtomicBoolean over = new AtomicBoolean();
        try (WebRig rig = WebRig.switchable();
                ChatClient publisher = new ChatClient(rig.rpcPort());
                ChatClient reader = new ChatClient(rig.rpcPort())) {
            Thread load = load(publisher, reader, over);
            ProcessBuilder scenario = new ProcessBuilder(
                            node.toString(),
                            script().toString(),
                            "http://127.0.0.1:" + rig.port() + "/",
                            SCREENSHOTS.toString(),
                            browser.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            scenario.environment().put("NODE_PATH", modules.toString());
            Process process = scenario.start();
            try {
                assertThat(process.waitFor(180, TimeUnit.SECONDS))
                        .as("%s", Files.readString(output))
                        .isTrue();
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                over.set(true);
                load.join();
            }
            assertThat(process.exitValue()).as("%s", Files.readString(output)).isZero();
        }
        assertThat(Files.readString(output)).contains("done: no page has complained");
    }

    /** Something for the pages to show: sixty messages in a group that nobody reads, and one user sends to two, each message when the last one was answered. */
    private static Thread load(ChatClient publisher, ChatClient reader, AtomicBoolean over) {
        publisher.signIn(1_001);
        publisher.join(100);
        publisher.join(8);
        for (int i = 1; i <= 60; i++) {
            publisher.publish(8, "Number " + i);
        }
        reader.signIn(1_002);
        reader.join(100);
        Thread load = new Thread(() -> {
            while (!over.get()) {
                publisher.publish(100, "load");
            }
        });
        load.start();
        return load;
    }

    private static Path script() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(BrowserTest.class.getResource("/browser/scenario.cjs"))
                .toURI());
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
