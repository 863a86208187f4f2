package dev.outboard.bench.all;

import dev.outboard.bench.broadcast.BroadcastPart;
import dev.outboard.bench.cleanup.CleanupPart;
import dev.outboard.bench.codec.CodecPart;
import dev.outboard.bench.epsilon.EpsilonPart;
import dev.outboard.bench.gc.GcPart;
import dev.outboard.bench.rpc.RpcPart;
import dev.outboard.bench.soak.SoakPart;
import dev.outboard.bench.suite.SuitePart;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which parts run, in which order and at which scale. The most wanted come first: what the time does not suffice for are the last. */
enum Profile {
    /** Ten minutes on two cores, all told; what begins and ends a run takes some seconds of these. */
    SHORT(Duration.ofSeconds(590)) {
        @Override
        List<SuitePart> parts() {
            return List.of(
                    GcPart.shortProfile(),
                    BroadcastPart.shortProfile(),
                    RpcPart.shortProfile(),
                    CodecPart.shortProfile(),
                    EpsilonPart.shortProfile(),
                    CleanupPart.shortProfile());
        }
    },

    /** Every benchmark at more length, for as long as it takes: about an hour and three quarters. Some have a longer run of their own. */
    FULL(null) {
        @Override
        List<SuitePart> parts() {
            return List.of(
                    GcPart.full(),
                    BroadcastPart.full(),
                    RpcPart.full(),
                    CodecPart.full(),
                    EpsilonPart.full(),
                    CleanupPart.full(),
                    SoakPart.full());
        }
    },

    /** Everything once at a tiny scale; its figures say nothing. */
    SMOKE(null) {
        @Override
        List<SuitePart> parts() {
            return List.of(RpcPart.smoke(), CodecPart.smoke(), EpsilonPart.smoke());
        }
    };

    private final @Nullable Duration budget;

    Profile(@Nullable Duration budget) {
        this.budget = budget;
    }

    abstract List<SuitePart> parts();

    /**
     * Some of its parts, in its order; all of them where none is named.
     *
     * @throws IllegalArgumentException for one that it has not
     */
    List<SuitePart> parts(List<String> ids) {
        List<SuitePart> all = parts();
        for (String id : ids) {
            if (all.stream().noneMatch(part -> part.id().equals(id))) {
                throw new IllegalArgumentException("part: " + id + " (expected: one of "
                        + all.stream().map(SuitePart::id).collect(Collectors.joining(", ")) + ")");
            }
        }
        return all.stream()
                .filter(part -> ids.isEmpty() || ids.contains(part.id()))
                .toList();
    }

    /** The time for all parts; null without a limit. */
    @Nullable
    Duration budget() {
        return budget;
    }

    /** The name on the command line and in reports. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Profile of(String id) {
        return Arrays.stream(values())
                .filter(profile -> profile.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("profile: " + id + " (expected: "
                        + Arrays.stream(values()).map(Profile::id).collect(Collectors.joining(", ")) + ")"));
    }
}
