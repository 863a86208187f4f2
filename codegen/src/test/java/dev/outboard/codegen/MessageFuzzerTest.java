package dev.outboard.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.testing.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fuzzer's corpus, once, and what fuzzing starts from with changes, on every codec. */
final class MessageFuzzerTest {
    private static final Path CORPUS = Path.of("src/test/fuzz");
    private static final String RIGHT = "return in.utf8At(textOffset_, textLength_);";

    @Test
    void corpus_isTakenOrRefused_asByProtobuf() throws IOException {
        MessageFuzzer fuzzer = new MessageFuzzer(Generated.classes(), Codecs.installed());
        List<Path> inputs = files(CORPUS);
        assertThat(inputs).hasSizeGreaterThan(100);
        for (Path input : inputs) {
            fuzzer.run(Files.readAllBytes(input));
        }
    }

    @Test
    void changedSeeds_areTakenOrRefused_asByProtobuf(@TempDir Path seeds) throws IOException {
        Seed seed = Seed.fresh();
        SplittableRandom random = seed.random();
        FuzzSeeds.main(new String[] {seeds.toString()});
        MessageFuzzer fuzzer = new MessageFuzzer(Generated.classes(), Codecs.installed());
        for (Path input : files(seeds)) {
            byte[] mutant = new Mutations(random).mutated(Files.readAllBytes(input));
            try {
                fuzzer.run(mutant);
            } catch (AssertionError e) {
                throw new AssertionError(seed.toString(), e);
            }
        }
    }

    @Test
    void wrongAccessor_isFound(@TempDir Path seeds) throws IOException {
        FuzzSeeds.main(new String[] {seeds.toString()});
        CodeGeneratorResponse.Builder planted =
                Generator.generate(Generated.schemas().request()).toBuilder();
        for (CodeGeneratorResponse.File.Builder file : planted.getFileBuilderList()) {
            file.setContent(file.getContent().replace(RIGHT, "return in.utf8At(textOffset_, 0);"));
        }
        MessageFuzzer fuzzer = new MessageFuzzer(Compiled.of(planted.build()), List.of(Codecs.load("safe")));
        assertThatThrownBy(() -> {
                    for (Path input : files(seeds)) {
                        fuzzer.run(Files.readAllBytes(input));
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasStackTraceContaining(".text");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
