package dev.outboard.codegen;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.MessageOrBuilder;
import com.sun.management.ThreadMXBean;
import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Whether generated code and protobuf-java agree on some bytes: on whether they are a message, and on every value in it.
 *
 * <p>The first byte of an input chooses the message type, the second what is done, the rest is the message. It lies between
 * other bytes, which must make no difference. Each codec says the same words where it refuses; the frames are back
 * afterwards, and the heap has taken no more than the input's size and what objects of the tests take.
 *
 * <p>{@code codegen/fuzz} runs this with Jazzer, for which the static method is.
 */
final class MessageFuzzer {
    /** What reflection, frames' handles and one exception may take, in bytes. */
    private static final long ALLOWANCE = 64 << 10;

    /** Messages per call of Jazzer's. */
    private static final int PER_CALL = 50;

    private static final int REPORTED = 10_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<Descriptor> types;
    private final List<Flyweights> codecs = new ArrayList<>();
    private final Accessors accessors = new Accessors();
    private long inputs;

    MessageFuzzer(ClassLoader generated, List<CodecProvider> providers) {
        // A map entry that is no entry for us, and one that is for protobuf-java's dynamic messages.
        types = Generated.schemas().messages().stream()
                .filter(type -> !type.getName().equals("ClosedMap"))
                .toList();
        providers.forEach(provider -> codecs.add(new Flyweights(provider, generated)));
    }

    /**
     * For Jazzer: one input and a row of changed ones, on the codec that {@code outboard.fuzz.codec} names, or on all. What
     * Jazzer does between two calls takes as long as many messages do.
     */
    public static void fuzzerTestOneInput(byte[] input) {
        Jazzer.FUZZER.run(input);
        if (input.length > 2) {
            byte[] message = Arrays.copyOfRange(input, 2, input.length);
            Mutations mutations = new Mutations(new SplittableRandom(Arrays.hashCode(input)));
            for (int i = 1; i < PER_CALL; i++) {
                byte[] mutant = mutations.mutated(message);
                byte[] changed = Arrays.copyOf(input, 2 + mutant.length);
                System.arraycopy(mutant, 0, changed, 2, mutant.length);
                Jazzer.FUZZER.run(changed);
            }
        }
    }

    /** Made with the first input. */
    private static final class Jazzer {
        static final MessageFuzzer FUZZER = new MessageFuzzer(Generated.classes(), providers());

        private static List<CodecProvider> providers() {
            String name = System.getProperty("outboard.fuzz.codec", "all");
            List<CodecProvider> providers = name.equals("all") ? Codecs.installed() : List.of(Codecs.load(name));
            providers.forEach(codec -> System.err.println("fuzz: codec " + codec.name() + " on "
                    + codec.memorySource().name() + " memory, JDK " + Runtime.version()));
            return providers;
        }
    }

    /** Fails with an {@link AssertionError} where there is a difference. */
    void run(byte[] input) {
        inputs++;
        if (inputs % REPORTED == 0) {
            System.err.println("fuzz: " + inputs + " executions");
        }
        if (input.length < 2) {
            return;
        }
        Descriptor type = types.get((input[0] & 0xff) % types.size());
        int what = input[1] & 0xff;
        try {
            if ((what & 0x80) != 0) {
                encode(type, input);
            } else {
                decode(type, what, Arrays.copyOfRange(input, 2, input.length));
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(type.getFullName() + " " + HexFormat.of().formatHex(input), e);
        }
    }

    /** A message that protobuf-java wrote comes back as it was; the input chooses its values. */
    private void encode(Descriptor type, byte[] input) {
        DynamicMessage message = new RandomMessages(new SplittableRandom(Arrays.hashCode(input))).next(type);
        byte[] expected = message.toByteArray();
        for (Flyweights flyweights : codecs) {
            if (!Arrays.equals(flyweights.recode(type, expected), expected)) {
                throw new AssertionError("other bytes than protobuf-java's");
            }
        }
    }

    private void decode(Descriptor type, int what, byte[] message) {
        Optional<DynamicMessage> expected = Reference.parse(type, message);
        String refusal = null;
        for (Flyweights flyweights : codecs) {
            flyweights.surround(what & 7, (what >>> 3) & 7, (what & 0x40) != 0 ? 0xff : 1);
            String said = decode(flyweights, type, (what & 0x20) != 0, message, expected);
            if (refusal != null && !refusal.equals(said)) {
                throw new AssertionError("refused with: " + said + " (expected: " + refusal + ")");
            }
            refusal = said;
            if (flyweights.ledger().usedBytes() != 0) {
                throw new AssertionError("used: " + flyweights.ledger().usedBytes() + " bytes (expected: 0)");
            }
        }
    }

    /** Returns why the message was refused, or an empty text. */
    private String decode(
            Flyweights flyweights, Descriptor type, boolean anew, byte[] message, Optional<DynamicMessage> expected) {
        Object decoder = anew ? flyweights.newDecoder(type) : flyweights.decoder(type);
        String said = refusal(flyweights, decoder, message);
        if (!said.isEmpty()) {
            if (expected.isPresent()) {
                throw new AssertionError("refused: " + said);
            }
            return said;
        }
        if (expected.isEmpty()) {
            throw new AssertionError("taken (expected: refused, as by protobuf-java)");
        }
        if (isText(expected.get())) {
            flyweights.read(decoder, message, shown -> accessors.compare(shown, expected.get()));
        }
        byte[] again = flyweights.recode(decoder, type, message);
        if (!Reference.parse(type, again).equals(expected)) {
            throw new AssertionError("written as " + HexFormat.of().formatHex(again));
        }
        return "";
    }

    /** Whether all strings are: where UTF-8 is not checked, protobuf-java has U+FFFD for what we show as it came. */
    private static boolean isText(MessageOrBuilder message) {
        return message.getAllFields().values().stream()
                .flatMap(value -> value instanceof List<?> list ? list.stream() : Stream.of(value))
                .allMatch(value -> value instanceof MessageOrBuilder nested
                        ? isText(nested)
                        : !(value instanceof String text) || text.indexOf('\ufffd') < 0);
    }

    /** Why {@code wrap} refuses the message, or an empty text; counts what that takes of the heap. */
    private static String refusal(Flyweights flyweights, Object decoder, byte[] message) {
        long most = ALLOWANCE + message.length;
        long bytes = most;
        // The first time may load classes.
        for (int i = 0; i < 2 && bytes >= most; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            String said = wrap(flyweights, decoder, message);
            bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
            if (bytes < most) {
                return said;
            }
        }
        throw new AssertionError("allocated: " + bytes + " bytes (expected: under " + most + ")");
    }

    private static String wrap(Flyweights flyweights, Object decoder, byte[] message) {
        try {
            flyweights.read(decoder, message, shown -> {});
            return "";
        } catch (MalformedMessageException refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
