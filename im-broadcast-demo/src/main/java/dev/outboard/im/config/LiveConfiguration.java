package dev.outboard.im.config;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration of a running server. A change is all or nothing: every part is asked first whether it can do with what would
 * be in force, and none has seen anything of it where one of them cannot. What is in force has a version, which goes up by one with
 * each change.
 *
 * <p>Any thread; changes wait for each other.
 */
public final class LiveConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(LiveConfiguration.class);

    private final Schema schema;
    private final Clock clock;
    private final List<Part> parts = new ArrayList<>();
    private List<Layer> layers;
    private volatile State state;

    /** What settings are for: a part of the server that takes some of them. */
    public interface Part {
        /**
         * Looks at what would be in force; called under the lock of changes.
         *
         * @return what makes it so; must not fail
         * @throws IllegalArgumentException with a line {@code name: actual (expected: rule)} where it cannot be
         */
        Runnable prepare(Configuration next);
    }

    /**
     * How things are. Immutable.
     *
     * @param version 1 at the start
     * @param since when this version came in force
     * @param configuration what is in force
     * @param refusal the last change that was refused; null for none since the last that was not
     */
    public record State(
            long version,
            Instant since,
            Configuration configuration,
            @Nullable Refusal refusal) {}

    /**
     * A change that was refused.
     *
     * @param source whose it was
     * @param reason one line
     * @param at when
     */
    public record Refusal(Source source, String reason, Instant at) {}

    /**
     * Version 1.
     *
     * @throws ConfigException for a name or a text that cannot be
     */
    public LiveConfiguration(Schema schema, List<Layer> layers, Clock clock) {
        this.schema = schema;
        this.clock = clock;
        this.layers = List.copyOf(layers);
        this.state = new State(1, clock.instant(), Configuration.of(schema, layers), null);
    }

    /** How things are now. */
    public State state() {
        return state;
    }

    /**
     * Adds a part, and has it take what is in force.
     *
     * @throws ConfigException where it cannot
     */
    public synchronized void add(Part part) {
        prepare(part, state.configuration()).run();
        parts.add(part);
    }

    /**
     * Puts a layer in the place of the one of its source. Of the file, settings that are not live stay as they were, with a word in the
     * log; of the admin endpoint they are refused.
     *
     * @param version which one the change is meant for; 0 for whichever there is
     * @return how things are then; the version is the same where nothing differs
     * @throws ConfigException where it is refused; everything stays as it was
     * @throws StaleVersionException where another version is in force
     */
    public synchronized State replace(Layer layer, long version) {
        State before = state;
        if (version != 0 && version != before.version()) {
            throw new StaleVersionException(version, before.version());
        }
        try {
            return change(layer.source() == Source.FILE ? withoutRestarts(layer) : onlyLive(layer), before);
        } catch (ConfigException e) {
            refuse(layer.source(), String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** Notes that a change was refused before it came here. */
    public synchronized void refuse(Source source, String reason) {
        State now = state;
        LOG.warn("config: refused, version {} stays: {}", now.version(), reason);
        state = new State(
                now.version(), now.since(), now.configuration(), new Refusal(source, reason, clock.instant()));
    }

    private State change(Layer layer, State before) {
        List<Layer> next = new ArrayList<>(layers);
        next.removeIf(other -> other.source() == layer.source());
        next.add(layer);
        Configuration configuration = Configuration.of(schema, next);
        List<Runnable> commits = new ArrayList<>();
        for (Part part : parts) {
            commits.add(prepare(part, configuration));
        }
        List<String> differences = configuration.differences(before.configuration());
        boolean same = differences.isEmpty();
        commits.forEach(Runnable::run);
        layers = List.copyOf(next);
        state = same
                ? new State(before.version(), before.since(), configuration, null)
                : new State(before.version() + 1, clock.instant(), configuration, null);
        for (String name : differences) {
            LOG.info(
                    "config: version {}: {} {} -> {} ({})",
                    state.version(),
                    name,
                    before.configuration().entry(name).text(),
                    configuration.entry(name).text(),
                    configuration.entry(name).label());
        }
        return state;
    }

    private static Runnable prepare(Part part, Configuration next) {
        try {
            return part.prepare(next);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    private Layer onlyLive(Layer layer) {
        layer.values().forEach((name, text) -> {
            if (!schema.setting(name, "").live()) {
                throw ConfigException.of(name, "not live", "a setting that may change while the server runs");
            }
        });
        return layer;
    }

    /** The layer, but with what needs a restart as it was. */
    private Layer withoutRestarts(Layer layer) {
        Map<String, String> before = layers.stream()
                .filter(other -> other.source() == layer.source())
                .findFirst()
                .map(Layer::values)
                .orElse(Map.of());
        Configuration.of(schema, List.of(layer));
        Map<String, String> values = new HashMap<>();
        for (Setting setting : schema.settings()) {
            String name = setting.name();
            String text = layer.values().get(name);
            String old = before.get(name);
            if (!setting.live() && !Objects.equals(text, old)) {
                LOG.warn("config: {} has changed in {} and needs a restart", name, layer.origin());
                text = old;
            }
            if (text != null) {
                values.put(name, text);
            }
        }
        return new Layer(layer.source(), layer.origin(), values);
    }
}
