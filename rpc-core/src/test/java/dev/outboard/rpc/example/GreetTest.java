package dev.outboard.rpc.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GreetTest {
    @Test
    void main_printsTheAnswer() {
        PrintStream console = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Greet.main(new String[0]);
        } finally {
            System.setOut(console);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("hello, world");
    }

    /** The project that embeds the RPC has the same program, which CI builds and runs. */
    @Test
    void example_isTheSameProgram() throws IOException {
        Path example = Path.of("..", "examples", "greeter", "src", "main");
        assertThat(body(Files.readString(example.resolve("java/example/Greet.java"))))
                .isEqualTo(body(Files.readString(Path.of("src/test/java/dev/outboard/rpc/example/Greet.java"))));
        String schema = Files.readString(Path.of("src/test/proto/example/greeter.proto"));
        assertThat(Files.readString(example.resolve("proto/greeter.proto")))
                .isEqualTo(schema.replace("dev.outboard.rpc.example", "example"));
    }

    private static String body(String source) {
        return source.substring(source.indexOf("    public static void main"));
    }

    /** What README shows is the program above, and its schema. */
    @Test
    void readme_quotesTheProgram() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String source = Files.readString(Path.of("src/test/java/dev/outboard/rpc/example/Greet.java"));
        String body =
                source.substring(source.indexOf("    public static void main"), source.indexOf("    private Greet()"));
        assertThat(readme).contains(body.stripTrailing().stripIndent());
        String schema = Files.readString(Path.of("src/test/proto/example/greeter.proto"));
        assertThat(readme)
                .contains(schema.substring(schema.indexOf("message Hi")).stripTrailing());
    }
}
