package dev.outboard.im.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a file on disk to the parts of a server. */
class FileWatchTest {
    @TempDir
    private Path directory;

    private final BlockingQueue<Integer> sizes = new LinkedBlockingQueue<>();
    private Path file;
    private LiveConfiguration live;
    private FileWatch watch;

    @BeforeEach
    void start() throws IOException {
        file = Files.writeString(directory.resolve("im.properties"), "size=1\n");
        Layer layer = new Layer(Source.FILE, file.toString(), PropertiesText.read(file));
        live = new LiveConfiguration(TestSettings.SCHEMA, List.of(layer), Clock.systemUTC());
        live.add(next -> {
            int size = next.integer("size");
            return () -> sizes.add(size);
        });
        watch = FileWatch.start(file, layer, Duration.ofMillis(5), live);
    }

    @AfterEach
    void stop() {
        watch.close();
    }

    @Test
    void fileThatIsWritten_isTakenOver() throws Exception {
        assertThat(next()).isEqualTo(1);
        Files.writeString(file, "size=2\n");
        assertThat(next()).isEqualTo(2);
    }

    @Test
    void fileThatIsReplaced_isTakenOver() throws Exception {
        assertThat(next()).isEqualTo(1);
        Path other = Files.writeString(directory.resolve("new"), "size=3\n");
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        assertThat(next()).isEqualTo(3);
    }

    @Test
    void fileThatIsGone_changesNothing_andIsTakenWhenItIsBack() throws Exception {
        assertThat(next()).isEqualTo(1);
        Files.delete(file);
        Files.writeString(file, "size=4\n");
        assertThat(next()).isEqualTo(4);
    }

    @Test
    void fileThatIsRefused_isTakenWhenItIsRight() throws Exception {
        assertThat(next()).isEqualTo(1);
        Files.writeString(file, "size=many\n");
        String reason = "size: many in file " + file + " (expected: a whole number)";
        // A file that is read while it is written may be refused for something else at first.
        while (live.state().refusal() == null
                || !reason.equals(live.state().refusal().reason())) {
            Thread.onSpinWait();
        }
        Files.writeString(file, "size=5\n");
        assertThat(next()).isEqualTo(5);
        // The state is told of once all parts have taken it over.
        while (live.state().version() < 2) {
            Thread.onSpinWait();
        }
        assertThat(live.state().version()).isEqualTo(2);
    }

    private int next() throws InterruptedException {
        Integer size = sizes.poll(60, TimeUnit.SECONDS);
        assertThat(size).isNotNull();
        return size;
    }
}
