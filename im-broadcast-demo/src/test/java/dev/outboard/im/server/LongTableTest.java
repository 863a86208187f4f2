package dev.outboard.im.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.testing.Seed;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LongTableTest {
    private record Entry(long key, int generation) implements LongTable.Keyed {}

    private final LongTable<Entry> table = new LongTable<>();

    @Test
    void entries_areFoundLikeInAMap() {
        Seed seed = Seed.fresh();
        SplittableRandom random = seed.random();
        Map<Long, Entry> model = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            long key = random.nextLong(500) << random.nextInt(50);
            Entry old = model.remove(key);
            if (old != null) {
                table.remove(old);
            } else {
                Entry entry = new Entry(key, i);
                table.add(entry);
                model.put(key, entry);
            }
            assertThat(table.find(key)).as("%s", seed).isEqualTo(model.get(key));
        }
        assertThat(table.size()).isEqualTo(model.size());
        model.forEach((key, entry) -> assertThat(table.find(key)).as("%s", seed).isEqualTo(entry));
    }

    @Test
    void iteration_seesEveryEntryOnce() {
        for (int i = 0; i < 100; i++) {
            table.add(new Entry(i, 0));
        }
        AtomicLong sum = new AtomicLong();
        table.forEach(entry -> sum.addAndGet(entry.key()));
        assertThat(sum.get()).isEqualTo(99 * 100 / 2);
    }

    /** Entries that stay are found at every moment, and no lookup gives another key's, while others come and go. */
    @Test
    void readers_findWhatStays_whileTheWriterChangesTheRest() throws Exception {
        int lasting = 300;
        for (int i = 0; i < lasting; i++) {
            table.add(new Entry(3L * i, 0));
        }
        AtomicBoolean running = new AtomicBoolean(true);
        ExecutorService readers = Executors.newFixedThreadPool(2);
        try {
            Future<Long> first = readers.submit(() -> read(lasting, running));
            Future<Long> second = readers.submit(() -> read(lasting, running));
            for (int round = 0; round < 3_000; round++) {
                Entry passing = new Entry(3L * (round % 2_000) + 1, round);
                table.add(passing);
                Entry alsoPassing = new Entry(3L * round + 2, round);
                table.add(alsoPassing);
                table.remove(passing);
                if (round % 3 > 0) {
                    table.remove(alsoPassing);
                }
            }
            running.set(false);
            assertThat(first.get() + second.get()).isZero();
        } finally {
            running.set(false);
            readers.shutdown();
        }
    }

    /** Lookups that went wrong. */
    private long read(int lasting, AtomicBoolean running) {
        long wrong = 0;
        while (running.get()) {
            for (int i = 0; i < lasting; i++) {
                Entry found = table.find(3L * i);
                if (found == null || found.key() != 3L * i) {
                    wrong++;
                }
                Entry passing = table.find(3L * i + 1);
                if (passing != null && passing.key() != 3L * i + 1) {
                    wrong++;
                }
            }
        }
        return wrong;
    }
}
