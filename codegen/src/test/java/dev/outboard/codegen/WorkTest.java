package dev.outboard.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.testing.Seed;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Work is bounded as memory is: decoding a message and reading all of it once visits each byte four times at the most, in the
 * mean, however the message is cut up. Reading all of it is {@code copyFrom}, which calls every accessor.
 */
final class WorkTest {
    private static final int MOST = 4;
    private static final int MANY = 100_000;

    private final CountingReader reader = new CountingReader();
    private final Flyweights flyweights = new Flyweights(Codecs.load("safe"), reader, Generated.classes());

    @AfterEach
    void close() {
        flyweights.close();
    }

    @Test
    void randomMessages_areReadInBoundedWork() {
        Seed seed = Seed.fresh();
        RandomMessages messages = new RandomMessages(seed.random());
        for (Descriptor type : Generated.schemas().messages()) {
            long bytes = 0;
            long visits = 0;
            for (int i = 0; i < 40; i++) {
                byte[] message = messages.next(type).toByteArray();
                bytes += message.length;
                visits += visits(type, message);
            }
            assertThat(visits)
                    .as("%s, %d bytes, %s", type.getFullName(), bytes, seed)
                    .isLessThanOrEqualTo(MOST * bytes + 40 * MOST);
        }
    }

    @Test
    void messageInManyParts_isReadInBoundedWork() {
        assertBounded(
                "kinds2.All",
                repeat(MANY, (all, i) -> all.message(17, WireBytes.message().varint(1, i))));
    }

    @Test
    void groupInManyParts_isReadInBoundedWork() {
        assertBounded(
                "kinds2.All",
                repeat(MANY, (all, i) -> all.group(18, WireBytes.message().varint(1, i))));
    }

    @Test
    void partsOfTwoMessagesInTurns_areReadInBoundedWork() {
        assertBounded(
                "kinds2.All",
                repeat(
                        MANY,
                        (all, i) -> all.message(17, WireBytes.message().varint(1, i))
                                .message(83, WireBytes.message().varint(82, i))));
    }

    @Test
    void repeatedFields_areReadByIndexInBoundedWork() {
        assertBounded("kinds2.All", repeat(MANY, (all, i) -> all.varint(31, i)));
        assertBounded("kinds2.All", repeat(MANY, (all, i) -> all.fixed32(37, i)));
        assertBounded("kinds2.All", repeat(MANY, (all, i) -> all.text(44, "a" + i % 7)));
        assertBounded(
                "kinds2.All",
                repeat(MANY, (all, i) -> all.message(47, WireBytes.message().varint(1, i))));
        assertBounded(
                "kinds2.All",
                repeat(MANY, (all, i) -> all.group(48, WireBytes.message().varint(1, i))));
    }

    @Test
    void packedFields_areReadByIndexInBoundedWork() {
        assertBounded(
                "kinds2.All",
                WireBytes.message().packed(61, LongStream.range(0, MANY).toArray()));
        assertBounded(
                "kinds2.All",
                WireBytes.message().packed(31, LongStream.range(0, MANY).toArray()));
        assertBounded(
                "kinds2.All",
                repeat(MANY / 4, (all, i) -> all.packed(61, i, i + 1).varint(61, i)));
    }

    @Test
    void repeatedFieldsInTurns_areReadByIndexInBoundedWork() {
        assertBounded(
                "kinds2.All",
                repeat(MANY, (all, i) -> all.varint(31, i).text(44, "b").varint(61, i)));
    }

    @Test
    void mapsAndUnknownFields_areReadInBoundedWork() {
        assertBounded(
                "kinds2.All",
                repeat(
                        MANY,
                        (all, i) -> all.message(
                                71, WireBytes.message().text(1, "k" + i).varint(2, i))));
        assertBounded(
                "kinds2.All", repeat(MANY, (all, i) -> all.varint(400_000, i).varint(1, i)));
    }

    @Test
    void nestedMessages_areReadInBoundedWork() {
        WireBytes inner = WireBytes.message().varint(4, 1);
        for (int depth = 0; depth < 90; depth++) {
            inner = depth % 2 == 0
                    ? WireBytes.message()
                            .message(2, inner)
                            .message(2, WireBytes.message().varint(4, depth))
                    : WireBytes.message().message(1, inner);
        }
        assertBounded("recursive.Self", inner);
    }

    /** The one exception: a group has no length to skip by, so those inside of it are walked at each level. */
    @Test
    void nestedRepeatedGroups_areReadInWorkBoundedByTheirDepth() {
        int depth = 90;
        WireBytes inner =
                repeat(1000, (list, i) -> list.group(3, WireBytes.message().varint(1, i)));
        for (int i = 1; i < depth; i++) {
            inner = WireBytes.message().group(3, inner);
        }
        Descriptor type = FlyweightRows.type("editions.delimited.Delimited");
        byte[] bytes = inner.toArray();
        visits(type, bytes);
        assertThat(visits(type, bytes)).isLessThanOrEqualTo((long) depth * bytes.length);
    }

    private static WireBytes repeat(int times, BiConsumer<WireBytes, Integer> fields) {
        WireBytes message = WireBytes.message();
        for (int i = 0; i < times; i++) {
            fields.accept(message, i);
        }
        return message;
    }

    private void assertBounded(String name, WireBytes message) {
        byte[] bytes = message.toArray();
        Descriptor type = FlyweightRows.type(name);
        // Made by the first message, kept for the second.
        for (int i = 0; i < 2; i++) {
            assertThat(visits(type, bytes))
                    .as(name + " of " + bytes.length + " bytes")
                    .isLessThanOrEqualTo((long) MOST * bytes.length);
        }
    }

    private long visits(Descriptor type, byte[] message) {
        flyweights.recode(type, message);
        return reader.takeVisits();
    }
}
