package dev.outboard.im.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertiesTextTest {
    @Test
    void properties_areReadAsUtf8_withoutSpaceAround() {
        assertThat(parse("# what it is\nname = Zoë \nsize=5\n")).isEqualTo(Map.of("name", "Zoë", "size", "5"));
    }

    @Test
    void nameThatComesTwice_isRefused() {
        assertThatThrownBy(() -> parse("size=1\nsize=2\n")).hasMessage("size: twice (expected: once in a file)");
    }

    @Test
    void bytesThatAreNoUtf8_areRefused() {
        byte[] latin1 = "name=Zo\u00eb".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> PropertiesText.parse(latin1, "a.properties"))
                .hasMessage("config: a.properties (expected: UTF-8)");
    }

    @Test
    void escapeThatIsNone_isRefused() {
        assertThatThrownBy(() -> parse("name=\\u12"))
                .hasMessageStartingWith("config: a.properties (expected: lines of");
    }

    @Test
    void fileThatIsTooLong_isRefused() {
        assertThatThrownBy(() -> parse("#".repeat(PropertiesText.MAX_BYTES + 1)))
                .hasMessage("config: a.properties (expected: at most 262144 bytes)");
    }

    @Test
    void fileThatIsNotThere_isRefused(@TempDir Path directory) {
        Path file = directory.resolve("none");
        assertThatThrownBy(() -> PropertiesText.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage("config: " + file + " (expected: a file that exists)");
    }

    private static Map<String, String> parse(String text) {
        return PropertiesText.parse(text.getBytes(StandardCharsets.UTF_8), "a.properties");
    }
}
