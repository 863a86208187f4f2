package dev.outboard.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.testing.Seed;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that no encoder writes, against protobuf-java: the same ones are taken, for the same messages. */
final class ProtobufTest {
    private static final int SCATTERED = 40;
    private static final int MUTANTS = 6000;

    /** Without maps of closed enums: DynamicMessage has no words for their entries that are unknown fields. */
    private final List<Descriptor> types = Generated.schemas().messages().stream()
            .filter(type -> !type.getName().equals("ClosedMap"))
            .toList();

    static List<CodecProvider> codecs() {
        return Codecs.installed();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void scatteredFields_areTheMessage(CodecProvider codec) {
        Seed seed = Seed.fresh();
        SplittableRandom random = seed.random();
        RandomMessages messages = new RandomMessages(random);
        Scatter scatter = new Scatter(random);
        try (Flyweights flyweights = new Flyweights(codec, Generated.classes())) {
            for (Descriptor type : types) {
                for (int i = 0; i < SCATTERED; i++) {
                    DynamicMessage message = messages.next(type);
                    byte[] scattered = scatter.scattered(message);
                    String as = type.getFullName() + " " + HexFormat.of().formatHex(scattered) + ", " + seed;
                    assertThat(Reference.parse(type, scattered)).as(as).contains(message);
                    Object decoder = i % 8 == 0 ? flyweights.newDecoder(type) : flyweights.decoder(type);
                    assertThat(flyweights.recode(decoder, type, scattered))
                            .as(as)
                            .isEqualTo(message.toByteArray());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void mutants_areTakenOrRefused_asByProtobuf(CodecProvider codec) {
        Seed seed = Seed.fresh();
        SplittableRandom random = seed.random();
        RandomMessages messages = new RandomMessages(random);
        Scatter scatter = new Scatter(random);
        Mutations mutations = new Mutations(random);
        int refused = 0;
        try (Flyweights flyweights = new Flyweights(codec, Generated.classes())) {
            for (int i = 0; i < MUTANTS; i++) {
                Descriptor type = types.get(random.nextInt(types.size()));
                DynamicMessage message = messages.next(type);
                byte[] bytes = random.nextBoolean() ? message.toByteArray() : scatter.scattered(message);
                byte[] mutant = mutations.mutated(bytes);
                refused += agree(flyweights, type, mutant, seed) ? 0 : 1;
            }
        }
        // Mutations that all pass, or all fail, would test one half only.
        assertThat(refused).as("refused, %s", seed).isBetween(MUTANTS / 20, MUTANTS * 19 / 20);
    }

    /** Whether both took the message; fails where they differ. */
    private static boolean agree(Flyweights flyweights, Descriptor type, byte[] message, Seed seed) {
        Optional<DynamicMessage> expected = Reference.parse(type, message);
        Optional<DynamicMessage> found = recoded(flyweights, type, message);
        assertThat(found)
                .as("%s %s, %s", type.getFullName(), HexFormat.of().formatHex(message), seed)
                .isEqualTo(expected);
        return expected.isPresent();
    }

    private static Optional<DynamicMessage> recoded(Flyweights flyweights, Descriptor type, byte[] message) {
        try {
            return Reference.parse(type, flyweights.recode(type, message));
        } catch (MalformedMessageException refused) {
            return Optional.empty();
        }
    }
}
