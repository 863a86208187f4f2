package dev.outboard.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonReportTest {
    @TempDir
    Path directory;

    record Inner(String name, List<Double> values) {}

    record Outer(int schema, double measured, double unmeasured, long count, Inner inner) {}

    private final Outer report =
            new Outer(1, 12.5, Double.NaN, 1L << 40, new Inner("ünï \"<quoted>\"", List.of(1.0, Double.NaN, 3.25)));

    @Test
    void read_returnsWhatWasWritten() throws Exception {
        final Path file = directory.resolve("made/on/the/way/report.json");

        JsonReport.write(file, report);

        assertThat(JsonReport.read(file, Outer.class)).isEqualTo(report);
    }

    @Test
    void write_hasTheComponentsNamesAndNoNan() throws Exception {
        final Path file = directory.resolve("report.json");

        JsonReport.write(file, report);

        assertThat(Files.readString(file))
                .contains("\"schema\" : 1", "\"measured\" : 12.5", "\"unmeasured\" : null", "[ 1.0, null, 3.25 ]")
                .doesNotContain("NaN")
                .endsWith("}\n");
    }

    @Test
    void read_passesOverFieldsOfALaterVersion() throws Exception {
        final Path file = directory.resolve("later.json");
        Files.writeString(file, "{\"name\":\"x\",\"values\":[],\"later\":{\"a\":1}}");

        assertThat(JsonReport.read(file, Inner.class)).isEqualTo(new Inner("x", List.of()));
    }

    @Test
    void embedded_cannotEndItsScript() throws Exception {
        assertThat(JsonReport.embedded(List.of("</script><!--"))).isEqualTo("[\"\\u003c/script>\\u003c!--\"]");
    }
}
