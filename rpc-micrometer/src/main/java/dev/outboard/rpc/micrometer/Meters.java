package dev.outboard.rpc.micrometer;

import dev.outboard.codec.MemoryLedger;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToDoubleFunction;

/** The meters of one server or client: all have a prefix and tags in common, and go together in the end. Any thread. */
final class Meters {
    private final MeterRegistry registry;
    private final String prefix;
    private final Tags common;
    private final Queue<Meter> registered = new ConcurrentLinkedQueue<>();

    Meters(MeterRegistry registry, String prefix, Tags common) {
        this.registry = registry;
        this.prefix = prefix;
        this.common = common;
    }

    Timer timer(String name, String description, Tags tags) {
        return kept(Timer.builder(prefix + name)
                .description(description)
                .tags(common)
                .tags(tags)
                .register(registry));
    }

    DistributionSummary bytes(String name, String description, Tags tags) {
        return kept(DistributionSummary.builder(prefix + name)
                .description(description)
                .baseUnit(BaseUnits.BYTES)
                .tags(common)
                .tags(tags)
                .register(registry));
    }

    <T> void gauge(String name, String unit, String description, Tags tags, T of, ToDoubleFunction<T> value) {
        kept(Gauge.builder(prefix + name, of, value)
                .description(description)
                .baseUnit(unit)
                .tags(common)
                .tags(tags)
                .strongReference(true)
                .register(registry));
    }

    <T> void counter(String name, String unit, String description, T of, ToDoubleFunction<T> count) {
        kept(FunctionCounter.builder(prefix + name, of, count)
                .description(description)
                .baseUnit(unit)
                .tags(common)
                .register(registry));
    }

    void ledger(MemoryLedger ledger) {
        Tags none = Tags.empty();
        gauge("memory.used", BaseUnits.BYTES, "Frames in somebody's hands", none, ledger, MemoryLedger::usedBytes);
        gauge("memory.reserved", BaseUnits.BYTES, "Taken from the system", none, ledger, MemoryLedger::reservedBytes);
        gauge(
                "memory.budget",
                BaseUnits.BYTES,
                "The most that may be reserved",
                none,
                ledger,
                MemoryLedger::budgetBytes);
        counter("memory.lost", "frames", "Frames dropped without a release", ledger, MemoryLedger::lostFrames);
        counter("memory.refusals", "reservations", "Refused by the budget", ledger, MemoryLedger::refusals);
    }

    /** Takes all of them out of the registry. */
    void remove() {
        for (Meter meter = registered.poll(); meter != null; meter = registered.poll()) {
            registry.remove(meter);
        }
    }

    private <M extends Meter> M kept(M meter) {
        registered.add(meter);
        return meter;
    }
}
