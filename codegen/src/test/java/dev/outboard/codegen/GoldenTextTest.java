package dev.outboard.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generated text, to be read by people who judge a change of the generator. */
final class GoldenTextTest {
    private static final Schemas SCHEMAS = Schemas.compiled();
    private static final Path ACTUAL = Path.of("target", "golden");

    @ParameterizedTest
    @ValueSource(strings = {"GoldenOutboard", "PlainEncoder", "PlainDecoder", "KindEnum", "AsksServer", "AsksClient"})
    void text_isGolden(String type) throws IOException {
        String actual = generated("/" + type + ".java");
        String name = type + ".txt";
        Files.createDirectories(ACTUAL);
        Files.writeString(ACTUAL.resolve(name), actual);
        assertThat(actual)
                .as(
                        "to take it as it is now: cp %s codegen/src/test/resources/dev/outboard/codegen/",
                        ACTUAL.resolve(name))
                .isEqualTo(golden(name));
    }

    private static String generated(String path) {
        CodeGeneratorRequest request = SCHEMAS.request("golden.proto", "golden3.proto", "services.proto").toBuilder()
                .setParameter("services")
                .build();
        return Generator.generate(request).getFileList().stream()
                .filter(file -> file.getName().endsWith(path))
                .map(CodeGeneratorResponse.File::getContent)
                .findFirst()
                .orElseThrow();
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = GoldenTextTest.class.getResourceAsStream(name)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
