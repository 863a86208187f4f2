package dev.outboard.im.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which layer wins, and what is refused. */
class ConfigurationTest {
    @Test
    void setting_thatNobodyNames_hasItsInitialValue() {
        Configuration made = Configuration.of(TestSettings.SCHEMA, List.of());
        assertThat(made.integer("size")).isEqualTo(10);
        assertThat(made.entry("size").source()).isEqualTo(Source.DEFAULT);
        assertThat(made.entry("size").label()).isEqualTo("default");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEFAULT")
    void layer_winsOverThoseOfLowerRank_whateverTheirOrder(Source top) {
        List<Layer> layers = new ArrayList<>();
        for (Source source : Source.values()) {
            if (source != Source.DEFAULT && source.compareTo(top) <= 0) {
                layers.add(new Layer(source, "", Map.of("size", Integer.toString(source.ordinal()))));
            }
        }
        Collections.reverse(layers);
        Configuration made = Configuration.of(TestSettings.SCHEMA, layers);
        assertThat(made.integer("size")).isEqualTo(top.ordinal());
        assertThat(made.entry("size").source()).isEqualTo(top);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "siz | 5 | siz: unknown in file a.properties (expected: one of name, pass-secret, size, wait)",
                "size | five | size: five in file a.properties (expected: a whole number)",
                "wait | soon | wait: soon in file a.properties (expected: a duration like 500ms, 10s or 2m)",
            })
    void textThatCannotBe_isRefusedInOneLine(String name, String text, String message) {
        Layer layer = new Layer(Source.FILE, "a.properties", Map.of(name, text));
        assertThatThrownBy(() -> Configuration.of(TestSettings.SCHEMA, List.of(layer)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void secret_isNotShown() {
        Layer layer = new Layer(Source.FLAG, "", Map.of("pass-secret", "hunter2"));
        Configuration made = Configuration.of(TestSettings.SCHEMA, List.of(layer));
        assertThat(made.entry("pass-secret").text()).isEqualTo("(hidden)");
        assertThat(made.string("pass-secret")).isEqualTo("hunter2");
    }

    @Test
    void namesAndPartsCannotWriteLinesOfTheirOwn() {
        Layer layer = new Layer(Source.ADMIN, "", Map.of("size\n12:00 INFO", "1"));
        assertThatThrownBy(() -> Configuration.of(TestSettings.SCHEMA, List.of(layer)))
                .hasMessageStartingWith("size?12:00 INFO: unknown ");
        assertThat(new ConfigException("level: a\r\nb (expected: c)")).hasMessage("level: a??b (expected: c)");
    }

    @Test
    void controlCharactersAndLongTexts_stayOutOfMessages() {
        Layer layer = new Layer(Source.FILE, "", Map.of("size", "1\n2" + "x".repeat(500)));
        assertThatThrownBy(() -> Configuration.of(TestSettings.SCHEMA, List.of(layer)))
                .hasMessageContaining("size: 1?2xxx")
                .hasMessageNotContainingAny("\n", "x".repeat(200));
    }
}
