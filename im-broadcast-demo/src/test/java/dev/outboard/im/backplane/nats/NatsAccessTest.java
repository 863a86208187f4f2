package dev.outboard.im.backplane.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.im.backplane.BackplaneException;
import dev.outboard.im.backplane.BackplaneReceiver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A NATS server that asks who is there. */
class NatsAccessTest {
    @TempDir
    private Path store;

    private @Nullable NatsServer nats;

    @BeforeEach
    void start() throws IOException {
        nats = NatsServer.start(store, "--user", "im", "--pass", "open-sesame");
    }

    @AfterEach
    void stop() {
        if (nats != null) {
            nats.close();
        }
    }

    @Test
    void userAndPasswordInTheAddress_areShown() {
        try (NatsBackplane node = node("im:open-sesame@")) {
            node.start(new Deaf());
            assertThat(node.status().connected()).isTrue();
        }
    }

    @Test
    void wrongPassword_isOneLineWithoutIt() {
        try (NatsBackplane node = node("im:close-sesame@")) {
            assertThatThrownBy(() -> node.start(new Deaf()))
                    .isInstanceOf(BackplaneException.class)
                    .hasMessageStartingWith("backplane: ")
                    .hasMessageNotContainingAny("sesame", "\n");
        }
    }

    private NatsBackplane node(String user) {
        int port = nats == null ? 0 : nats.port();
        NatsOptions options = new NatsOptions(
                List.of("nats://" + user + "127.0.0.1:" + port),
                null,
                "n",
                "im",
                true,
                1 << 20,
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                1 << 20,
                Duration.ofSeconds(20));
        return new NatsBackplane(options, System::nanoTime);
    }

    /** Hears nothing. */
    private static final class Deaf implements BackplaneReceiver {
        @Override
        public void record(byte[] record, boolean whole) {
            throw new AssertionError("a record (expected: none)");
        }

        @Override
        public void signal(byte[] signal) {
            throw new AssertionError("a signal (expected: none)");
        }

        @Override
        public void connected() {
            // As it should be.
        }
    }
}
