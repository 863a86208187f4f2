package dev.outboard.im.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.im.config.ConfigException;
import dev.outboard.im.config.Configuration.Entry;
import dev.outboard.im.config.Source;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Where the options of the server come from. */
class ServeSettingsTest {
    @TempDir
    private Path directory;

    private final CommandLine command = new CommandLine(new ServeCommand());

    @Test
    void flagsWinOverTheEnvironment_whichWinsOverTheFile_whichWinsOverTheProfile() throws IOException {
        Path file = file("workers=2\nqueue=64\nport=7000\nprofile=edge");
        Map<String, String> environment = Map.of("OUTBOARD_IM_QUEUE", "128", "OUTBOARD_IM_PORT", "7001", "HOME", "x");
        ServeSettings settings = resolve(environment, "--config", file.toString(), "--port", "7002");
        assertEntry(settings, "port", 7002, Source.FLAG);
        assertEntry(settings, "queue", 128, Source.ENVIRONMENT);
        assertEntry(settings, "workers", 2, Source.FILE);
        assertEntry(settings, "event-loops", 1, Source.PROFILE);
        assertEntry(settings, "host", "127.0.0.1", Source.DEFAULT);
    }

    @Test
    void values_reachTheOptions() throws IOException {
        Path file = file("port=7000\ndrain-timeout=3s\ntls-key=k.pem");
        resolve(Map.of("OUTBOARD_IM_CONFIG", file.toString()));
        assertThat(option("--port")).isEqualTo(7000);
        assertThat(option("--drain-timeout")).hasToString("PT3S");
        assertThat(option("--tls-key")).isEqualTo(Path.of("k.pem"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prot=1 | prot: unknown in file F (expected: one of admin-host, ",
                "print-config=true | print-config: unknown in file F (expected: one of ",
                "port=many | port: many in file F (expected: a whole number)",
                "push-timeout=soon | push-timeout: soon in file F (expected: a duration like 500ms, 10s or 2m)",
            })
    void fileThatIsWrong_isRefusedInOneLine(String line, String message) throws IOException {
        Path file = file(line);
        assertThatThrownBy(() -> resolve(Map.of(), "--config", file.toString()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message.replace("file F", "file " + file))
                .hasMessageNotContaining("\n");
    }

    @Test
    void environmentThatIsWrong_isRefusedInOneLine() {
        assertThatThrownBy(() -> resolve(Map.of("OUTBOARD_IM_WORKERS", "x")))
                .hasMessage("workers: x in environment (expected: a whole number)");
        assertThatThrownBy(() -> resolve(Map.of("OUTBOARD_IM_WORKER", "4")))
                .hasMessageStartingWith("worker: unknown in environment (expected: one of ");
    }

    @Test
    void table_saysWhatIsInForceAndWhy() throws IOException {
        Path file = file("workers=2");
        StringWriter out = new StringWriter();
        resolve(Map.of("OUTBOARD_IM_MAX_MENTIONS", "8"), "--config", file.toString(), "--mode", "pool")
                .print(new PrintWriter(out));
        assertThat(out.toString().replaceAll(" +", " ").lines())
                .contains(
                        "SETTING VALUE LIVE FROM",
                        "mode pool - flag --mode",
                        "workers 2 - file " + file,
                        "max-mentions 8 yes environment OUTBOARD_IM_MAX_MENTIONS",
                        "push-timeout 5s - default",
                        "tls-cert - - default")
                .hasSize(ServeSettings.names(command.getCommandSpec()).size() + 1);
    }

    @Test
    void everyLiveSetting_isOne() {
        assertThat(ServeSettings.names(command.getCommandSpec())).containsAll(OpsOptions.LIVE);
    }

    private static void assertEntry(ServeSettings settings, String name, Object value, Source source) {
        Entry entry = settings.configuration().entry(name);
        assertThat(entry.value()).isEqualTo(value);
        assertThat(entry.source()).isEqualTo(source);
    }

    private ServeSettings resolve(Map<String, String> environment, String... arguments) {
        command.parseArgs(arguments);
        return ServeSettings.resolve(command.getCommandSpec(), environment);
    }

    private Object option(String name) {
        return command.getCommandSpec().findOption(name).getValue();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("im.properties"), text);
    }
}
