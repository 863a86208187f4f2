package dev.outboard.im.backplane.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.im.backplane.Backplane;
import dev.outboard.im.backplane.BackplaneReceiver;
import dev.outboard.im.backplane.MemoryBackplane;
import dev.outboard.im.backplane.Outgoing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every backplane promises, asked of each. */
class BackplaneContractTest {
    private static final long QUEUE_BYTES = 1 << 20;

    private static @Nullable NatsServer nats;
    private static int prefixes;

    @TempDir
    private static Path store;

    /** The backplanes there are. */
    enum Kind {
        MEMORY,
        NATS
    }

    private final MemoryBackplane.Hub hub = new MemoryBackplane.Hub();
    private final String prefix = "t" + prefixes++;
    private final List<Backplane> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(Backplane::close);
        hub.close();
    }

    @AfterAll
    static void stop() {
        if (nats != null) {
            nats.close();
            nats = null;
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void records_comeToEveryNodeInTheOrderOfTheirOffers(Kind kind) throws Exception {
        Noted ann = new Noted();
        Noted bob = new Noted();
        Backplane a = node(kind, ann);
        node(kind, bob);
        for (int i = 0; i < 100; i++) {
            assertThat(a.offer(new Sent(ann, "r" + i))).isTrue();
        }
        List<String> expected = IntStream.range(0, 100).mapToObj(i -> "r" + i).toList();
        assertThat(bob.take(100)).isEqualTo(expected);
        assertThat(ann.take(100)).isEqualTo(expected);
        assertThat(a.drain(Duration.ofSeconds(30))).isTrue();
        assertThat(ann.told)
                .containsExactlyElementsOf(expected.stream()
                        .flatMap(id -> List.of(id + " delivered", id + " stored").stream())
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void recordsOfBothNodes_haveOneOrder(Kind kind) throws Exception {
        Noted ann = new Noted();
        Noted bob = new Noted();
        Backplane a = node(kind, ann);
        Backplane b = node(kind, bob);
        for (int i = 0; i < 50; i++) {
            a.offer(new Sent(ann, "a" + i));
            b.offer(new Sent(bob, "b" + i));
        }
        assertThat(ann.take(100)).isEqualTo(bob.take(100)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void idThatWasThere_isTheFirstRecordsOwn(Kind kind) throws Exception {
        Noted ann = new Noted();
        Noted bob = new Noted();
        Backplane a = node(kind, ann);
        Backplane b = node(kind, bob);
        a.offer(new Sent(ann, "first", "same"));
        assertThat(bob.take(1)).containsExactly("first");
        b.offer(new Sent(bob, "second", "same"));
        b.offer(new Sent(bob, "third"));
        assertThat(bob.take(1)).containsExactly("third");
        assertThat(b.drain(Duration.ofSeconds(30))).isTrue();
        assertThat(bob.told).containsExactly("second stored as first", "third delivered", "third stored");
        assertThat(b.status().duplicates()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void nodeThatStarts_hasReadWhatIsKept(Kind kind) throws Exception {
        Noted ann = new Noted();
        Backplane a = node(kind, ann);
        for (int i = 0; i < 700; i++) {
            a.offer(new Sent(ann, "r" + i));
        }
        assertThat(a.drain(Duration.ofSeconds(30))).isTrue();
        Noted late = new Noted();
        node(kind, late);
        assertThat(late.records).hasSize(700);
        a.offer(new Sent(ann, "live"));
        assertThat(late.take(701)).endsWith("r699", "live");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void signals_goToTheOthers(Kind kind) throws Exception {
        Noted ann = new Noted();
        Noted bob = new Noted();
        Backplane a = node(kind, ann);
        Backplane b = node(kind, bob);
        assertThat(a.signal(bytes("hello"), false)).isTrue();
        assertThat(bob.signals.poll(30, TimeUnit.SECONDS)).isEqualTo("hello");
        assertThat(b.signal(bytes("you, too"), true)).isTrue();
        assertThat(ann.signals.poll(30, TimeUnit.SECONDS)).isEqualTo("you, too");
    }

    private Backplane node(Kind kind, Noted receiver) throws IOException {
        Backplane node = kind == Kind.MEMORY
                ? hub.node(QUEUE_BYTES)
                : new NatsBackplane(nats().options("n" + nodes.size(), true, prefix), System::nanoTime);
        nodes.add(node);
        node.start(receiver);
        return node;
    }

    private static NatsServer nats() throws IOException {
        NatsServer running = nats;
        if (running == null) {
            nats = running = NatsServer.start(store);
        }
        return running;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    /** A node's end, which notes all that it hears. */
    private static final class Noted implements BackplaneReceiver {
        private final BlockingQueue<String> records = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> signals = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

        @Override
        public void record(byte[] record, boolean whole) {
            assertThat(whole).isTrue();
            records.add(text(record));
        }

        @Override
        public void signal(byte[] signal) {
            signals.add(text(signal));
        }

        @Override
        public void connected() {
            // Nothing to tell.
        }

        List<String> take(int count) throws InterruptedException {
            List<String> taken = new ArrayList<>();
            while (taken.size() < count) {
                String next = records.poll(30, TimeUnit.SECONDS);
                assertThat(next).as("after " + taken.size() + " records").isNotNull();
                taken.add(next);
            }
            return taken;
        }
    }

    private record Sent(Noted noted, String text, String id) implements Outgoing {
        Sent(Noted noted, String text) {
            this(noted, text, text);
        }

        @Override
        public String target() {
            return "g.1";
        }

        @Override
        public boolean shared() {
            return true;
        }

        @Override
        public byte[] bytes() {
            return BackplaneContractTest.bytes(text);
        }

        @Override
        public void deliver() {
            noted.told.add(text + " delivered");
        }

        @Override
        public void stored(byte @Nullable [] first) {
            noted.told.add(text + " stored" + (first == null ? "" : " as " + BackplaneContractTest.text(first)));
        }
    }
}
