package dev.outboard.rpc.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HelloTest {
    @Test
    void main_printsTheAnswer() {
        PrintStream console = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Hello.main(new String[0]);
        } finally {
            System.setOut(console);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("hello, world");
    }

    /** What README shows is the program above, from its first constant to its last method. */
    @Test
    void readme_quotesTheProgram() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/outboard/rpc/example/Hello.java"));
        String body = source.substring(
                source.indexOf("    private static final Method"), source.indexOf("    private Hello()"));
        assertThat(Files.readString(Path.of("..", "README.md")))
                .contains(body.stripTrailing().stripIndent());
    }
}
