package dev.outboard.im.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is under deploy says what the command understands. */
class DeployFilesTest {
    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    @Test
    void unit_startsTheServer() throws IOException {
        String start = line("outboard-im.service", "ExecStart=");
        assertServes(List.of(start.split(" ")));
    }

    @Test
    void image_startsTheServer() throws IOException {
        List<String> words = new ArrayList<>(quoted("ENTRYPOINT "));
        words.addAll(quoted("CMD "));
        assertServes(words);
    }

    @Test
    void unit_givesTheDrainItsTime() throws IOException {
        int stop = Integer.parseInt(line("outboard-im.service", "TimeoutStopSec="));
        String drain = line("im.properties", "drain-timeout=");
        assertThat(stop).isGreaterThan(Integer.parseInt(drain.replace("s", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "outboard-im.service", "im.properties"})
    void variables_areOptions(String file) throws IOException {
        List<String> names = Pattern.compile("OUTBOARD_IM_([A-Z_]+)")
                .matcher(Files.readString(DEPLOY.resolve(file)))
                .results()
                .map(it -> it.group(1).toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        assertThat(ServeSettings.names(new CommandLine(new ServeCommand()).getCommandSpec()))
                .containsAll(names);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void properties_areUnderstood_alsoThoseThatAreCommentedOut(boolean all, @TempDir Path directory)
            throws IOException {
        String text = Files.readString(DEPLOY.resolve("im.properties"));
        Path file = directory.resolve("im.properties");
        Files.writeString(file, all ? text.replaceAll("(?m)^#([a-z-]+=)", "$1") : text);
        CommandLine serve = new CommandLine(new ServeCommand());
        serve.parseArgs("--config", file.toString());
        ServeSettings settings = ServeSettings.resolve(serve.getCommandSpec(), Map.of());
        assertThat(settings.configuration().integer("admin-port")).isEqualTo(9001);
        assertThat(settings.configuration().string("tls-ca").isEmpty()).isEqualTo(!all);
    }

    @ParameterizedTest
    @CsvSource({"200 OK, 0", "503 Service Unavailable, 1"})
    void healthcheck_endsWithWhatTheServerSays(String status, int code) throws Exception {
        try (OneAnswer server = new OneAnswer("HTTP/1.1 " + status + "\r\n\r\n")) {
            Process check = new ProcessBuilder(
                            DEPLOY.resolve("healthcheck").toString(), Integer.toString(server.port()))
                    .start();
            assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(check.exitValue()).isEqualTo(code);
        }
    }

    private static void assertServes(List<String> words) {
        assertThat(words.get(0)).endsWith("/outboard");
        assertThat(words.subList(1, 3)).containsExactly("im", "serve");
        CommandLine im = new CommandLine(new ImCommand());
        String[] arguments = words.subList(2, words.size()).toArray(String[]::new);
        assertThat(im.parseArgs(arguments).subcommand().unmatched()).isEmpty();
    }

    private static List<String> quoted(String keyword) throws IOException {
        return QUOTED.matcher(line("Dockerfile", keyword))
                .results()
                .map((MatchResult it) -> it.group(1))
                .toList();
    }

    private static String line(String file, String begin) throws IOException {
        return Files.readAllLines(DEPLOY.resolve(file)).stream()
                .filter(line -> line.startsWith(begin))
                .findFirst()
                .orElseThrow()
                .substring(begin.length());
    }
}
