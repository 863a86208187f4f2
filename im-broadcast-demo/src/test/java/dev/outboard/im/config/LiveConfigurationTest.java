package dev.outboard.im.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.im.config.LiveConfiguration.State;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A change is all or nothing, and has a version. */
class LiveConfigurationTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private final LiveConfiguration live = new LiveConfiguration(
            TestSettings.SCHEMA,
            List.of(new Layer(Source.FILE, "f", Map.of("size", "20", "wait", "7s"))),
            Clock.fixed(NOW, ZoneOffset.UTC));
    private final List<Object> seen = new ArrayList<>();

    @BeforeEach
    void parts() {
        live.add(next -> () -> seen.add(next.string("name")));
        live.add(next -> {
            int size = next.integer("size");
            if (size > 100) {
                throw new IllegalArgumentException("size: " + size + " (expected: at most 100)");
            }
            return () -> seen.add(size);
        });
    }

    @Test
    void part_thatIsAdded_takesWhatIsInForce() {
        assertThat(seen).containsExactly("ann", 20);
        assertThat(live.state().version()).isEqualTo(1);
    }

    @Test
    void change_reachesAllParts_andIsTheNextVersion() {
        State state = put(Map.of("size", "30", "name", "bob"));
        assertThat(seen).endsWith("bob", 30);
        assertThat(state.version()).isEqualTo(2);
        assertThat(state.since()).isEqualTo(NOW);
        assertThat(live.state()).isSameAs(state);
    }

    @Test
    void change_thatOnePartRefuses_reachesNone() {
        assertThatThrownBy(() -> put(Map.of("size", "101", "name", "bob")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("size: 101 (expected: at most 100)");
        assertThat(seen).containsExactly("ann", 20);
        State state = live.state();
        assertThat(state.version()).isEqualTo(1);
        assertThat(state.configuration().integer("size")).isEqualTo(20);
        assertThat(state.refusal())
                .isEqualTo(new LiveConfiguration.Refusal(Source.ADMIN, "size: 101 (expected: at most 100)", NOW));
    }

    @Test
    void refusal_isForgottenWithTheNextChange() {
        assertThatThrownBy(() -> put(Map.of("size", "101"))).isInstanceOf(ConfigException.class);
        assertThat(put(Map.of("size", "99")).refusal()).isNull();
    }

    @Test
    void sameValues_areNoNewVersion() {
        assertThat(put(Map.of("size", "20")).version()).isEqualTo(1);
        assertThat(live.state().configuration().entry("size").source()).isEqualTo(Source.ADMIN);
    }

    @Test
    void emptyChange_takesBackTheOneBefore() {
        put(Map.of("size", "30"));
        State state = put(Map.of());
        assertThat(state.configuration().integer("size")).isEqualTo(20);
        assertThat(state.version()).isEqualTo(3);
    }

    @Test
    void settingThatIsNotLive_isRefusedFromTheEndpoint() {
        assertThatThrownBy(() -> put(Map.of("wait", "1s")))
                .hasMessage("wait: not live (expected: a setting that may change while the server runs)");
    }

    @Test
    void settingThatIsNotLive_staysAsItWasInTheFile_andTheOthersChange() {
        State state = live.replace(new Layer(Source.FILE, "f", Map.of("size", "25", "wait", "1s")), 0);
        assertThat(state.configuration().integer("size")).isEqualTo(25);
        assertThat(state.configuration().string("wait")).isEqualTo("PT7S");
        assertThat(state.version()).isEqualTo(2);
    }

    @Test
    void change_meantForAnotherVersion_isRefused() {
        put(Map.of("size", "30"));
        Layer layer = new Layer(Source.ADMIN, "", Map.of("size", "31"));
        assertThatThrownBy(() -> live.replace(layer, 1))
                .isInstanceOf(StaleVersionException.class)
                .hasMessage("version: 1 (expected: 2, which is in force)");
        assertThat(live.replace(layer, 2).configuration().integer("size")).isEqualTo(31);
    }

    private State put(Map<String, String> values) {
        return live.replace(new Layer(Source.ADMIN, "", values), 0);
    }
}
