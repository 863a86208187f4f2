package dev.outboard.codegen;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Random messages of some types out of very many, through generated code that was compiled elsewhere: read by every accessor,
 * and written again as protobuf-java writes them, on every codec. For {@code codegen/google-protos}.
 */
final class SampledRoundTrip {
    private static final int MESSAGES = 5;
    private static final int SHOWN = 10;

    private final ClassLoader generated;
    private final Accessors accessors = new Accessors();
    private final List<String> failures = new ArrayList<>();
    private int messages;

    SampledRoundTrip(ClassLoader generated) {
        this.generated = generated;
    }

    /**
     * Arguments: a descriptor set with all imports, a file that lists the files whose code was compiled, the folder with the
     * classes, a seed, and how many types to take. Ends with 1 where a message came back as another.
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 5) {
            throw new IllegalArgumentException(
                    "arguments: " + arguments.length + " (expected: descriptors, files, classes, seed, types)");
        }
        long began = System.nanoTime();
        Schemas schemas;
        try (InputStream set = Files.newInputStream(Path.of(arguments[0]))) {
            schemas = Schemas.of(set);
        }
        long seed = Long.parseLong(arguments[3]);
        List<Descriptor> types = sample(
                schemas, Set.copyOf(Files.readAllLines(Path.of(arguments[1]))), seed, Integer.parseInt(arguments[4]));
        URL classes = Path.of(arguments[2]).toUri().toURL();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, SampledRoundTrip.class.getClassLoader())) {
            SampledRoundTrip run = new SampledRoundTrip(loader);
            List<CodecProvider> codecs = Codecs.installed();
            codecs.forEach(codec -> run.check(codec, types, seed));
            run.failures.stream().limit(SHOWN).forEach(System.err::println);
            System.out.printf(
                    Locale.ROOT,
                    "%d types, seed %d, %d messages through codecs %s in %d s, %d failures%n",
                    types.size(),
                    seed,
                    run.messages,
                    codecs.stream().map(CodecProvider::name).collect(Collectors.joining(", ")),
                    (System.nanoTime() - began) / 1_000_000_000,
                    run.failures.size());
            if (!run.failures.isEmpty() || types.isEmpty()) {
                System.exit(1);
            }
        }
    }

    /** Some of the types of these files, the same for the same seed. */
    static List<Descriptor> sample(Schemas schemas, Set<String> files, long seed, int count) {
        List<Descriptor> types = new ArrayList<>();
        for (FileDescriptor file : schemas.files()) {
            if (files.contains(file.getName())) {
                file.getMessageTypes().forEach(type -> collect(type, types));
            }
        }
        Collections.shuffle(types, new Random(seed));
        return types.subList(0, Math.min(count, types.size()));
    }

    private static void collect(Descriptor type, List<Descriptor> types) {
        if (!type.getOptions().getMapEntry() && !RandomMessages.isEndless(type)) {
            types.add(type);
        }
        type.getNestedTypes().forEach(nested -> collect(nested, types));
    }

    /** Messages that came back as others, in words. */
    List<String> failures() {
        return failures;
    }

    /** Sends messages of each type through one codec; the same ones for the same seed. */
    void check(CodecProvider codec, List<Descriptor> types, long seed) {
        RandomMessages random = new RandomMessages(new SplittableRandom(seed));
        try (Flyweights flyweights = new Flyweights(codec, generated)) {
            for (Descriptor type : types) {
                for (int i = 0; i < MESSAGES; i++) {
                    check(codec, flyweights, type, random.next(type));
                }
            }
            if (flyweights.ledger().usedBytes() != 0) {
                failures.add(codec.name() + ": " + flyweights.ledger().usedBytes() + " bytes leaked (expected: 0)");
            }
        }
    }

    private void check(CodecProvider codec, Flyweights flyweights, Descriptor type, DynamicMessage message) {
        messages++;
        byte[] bytes = message.toByteArray();
        try {
            flyweights.read(flyweights.decoder(type), bytes, shown -> accessors.compare(shown, message));
            if (!Arrays.equals(flyweights.recode(type, bytes), bytes)) {
                failures.add(
                        codec.name() + ", " + type.getFullName() + ": other bytes (expected: those of protobuf-java)");
            }
        } catch (AssertionError | RuntimeException | LinkageError e) {
            failures.add(codec.name() + ", " + type.getFullName() + ": " + e);
        }
    }
}
