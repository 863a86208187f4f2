package dev.outboard.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.testing.Seed;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random messages of every type of the schemas, against protobuf-java, on every codec. */
final class RoundTripTest {
    private static final int MESSAGES = 40;

    private final Schemas schemas = Generated.schemas();
    private final Accessors accessors = new Accessors();

    static List<CodecProvider> codecs() {
        return Codecs.installed();
    }

    @Test
    void bothCodecs_areInstalled() {
        assertThat(codecs()).extracting(CodecProvider::name).contains("safe", "unsafe");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void randomMessages_areWrittenAsTheyWereRead(CodecProvider codec) {
        Seed seed = Seed.fresh();
        RandomMessages messages = new RandomMessages(seed.random());
        try (Flyweights flyweights = new Flyweights(codec, Generated.classes())) {
            for (Descriptor type : schemas.messages()) {
                for (int i = 0; i < MESSAGES; i++) {
                    byte[] message = messages.next(type).toByteArray();
                    assertThat(flyweights.recode(type, message))
                            .as("%s %s, %s", type.getFullName(), HexFormat.of().formatHex(message), seed)
                            .isEqualTo(message);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void randomMessages_areReadByEveryAccessor(CodecProvider codec) {
        Seed seed = Seed.fresh();
        RandomMessages messages = new RandomMessages(seed.random());
        try (Flyweights flyweights = new Flyweights(codec, Generated.classes())) {
            for (Descriptor type : schemas.messages()) {
                for (int i = 0; i < MESSAGES / 4; i++) {
                    DynamicMessage message = messages.next(type);
                    Object decoder = i == 0 ? flyweights.newDecoder(type) : flyweights.decoder(type);
                    flyweights.read(decoder, message.toByteArray(), shown -> accessors.compare(shown, message));
                }
            }
        } catch (AssertionError e) {
            throw new AssertionError(seed.toString(), e);
        }
    }
}
