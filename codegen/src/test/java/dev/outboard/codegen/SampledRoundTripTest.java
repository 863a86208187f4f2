package dev.outboard.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.testing.Seed;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class SampledRoundTripTest {
    private static final String RIGHT = "return in.utf8At(textOffset_, textLength_);";

    private final Set<String> files =
            Generated.schemas().request().getFileToGenerateList().stream().collect(Collectors.toSet());

    @Test
    void allTypes_comeBack() {
        Seed seed = Seed.fresh();
        long value = seed.random().nextLong();
        List<Descriptor> types = SampledRoundTrip.sample(Generated.schemas(), files, value, Integer.MAX_VALUE);
        SampledRoundTrip run = new SampledRoundTrip(Generated.classes());
        Codecs.installed().forEach(codec -> run.check(codec, types, value));
        assertThat(run.failures()).as(seed.toString()).isEmpty();
        assertThat(types).hasSizeGreaterThan(20);
    }

    @Test
    void sample_isTheSameForASeed() {
        assertThat(SampledRoundTrip.sample(Generated.schemas(), files, 7, 5))
                .hasSize(5)
                .isEqualTo(SampledRoundTrip.sample(Generated.schemas(), files, 7, 5))
                .isNotEqualTo(SampledRoundTrip.sample(Generated.schemas(), files, 8, 5));
    }

    @Test
    void plantedBug_isFound() {
        CodeGeneratorResponse made = Generator.generate(Generated.schemas().request());
        CodeGeneratorResponse.Builder planted = made.toBuilder();
        int plants = 0;
        for (CodeGeneratorResponse.File.Builder file : planted.getFileBuilderList()) {
            String wrong = file.getContent().replace(RIGHT, "return in.utf8At(textOffset_, 0);");
            plants += wrong.equals(file.getContent()) ? 0 : 1;
            file.setContent(wrong);
        }
        assertThat(plants).isPositive();
        List<Descriptor> types = SampledRoundTrip.sample(Generated.schemas(), files, 1, Integer.MAX_VALUE);
        SampledRoundTrip run = new SampledRoundTrip(Compiled.of(planted.build()));
        run.check(Codecs.load("safe"), types, 1);
        assertThat(run.failures()).isNotEmpty().allMatch(failure -> failure.startsWith("safe, "));
    }
}
