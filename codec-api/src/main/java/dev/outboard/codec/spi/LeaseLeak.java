package dev.outboard.codec.spi;

import java.util.Arrays;
import java.util.stream.Collectors;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * Tells the flight recorder of a frame that was dropped without a release: {@code dev.outboard.LeaseLeak}. Where the JDK has no
 * recorder (module {@code jdk.jfr}, which a runtime made by jlink may lack), or records no such events, nothing is made. Any thread.
 */
final class LeaseLeak {
    private static final int SITE_LINES = 32;
    private static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private LeaseLeak() {}

    /** @param site where the frame was allocated, for one that was sampled */
    static void tell(int frameBytes, String memory, long lostFrames, @Nullable Throwable site) {
        if (PRESENT && Recorded.PROBE.isEnabled()) {
            Recorded event = new Recorded();
            event.frameBytes = frameBytes;
            event.memory = memory;
            event.lostFrames = lostFrames;
            event.site = site == null ? null : text(site);
            event.commit();
        }
    }

    private static String text(Throwable site) {
        return Arrays.stream(site.getStackTrace())
                .limit(SITE_LINES)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining("\n"));
    }

    /** In a class of its own, which is not loaded where {@code jdk.jfr} is absent. */
    @Name("dev.outboard.LeaseLeak")
    @Label("Lease Leak")
    @Description("A frame was dropped without a release; the collector found it, and its memory is used again")
    @Category("Outboard")
    @StackTrace(false)
    static final class Recorded extends Event {
        static final Recorded PROBE = new Recorded();

        @Label("Frame")
        @DataAmount
        long frameBytes;

        @Label("Memory")
        @Nullable
        String memory;

        @Label("Lost Frames")
        @Description("Of this allocator so far")
        long lostFrames;

        @Label("Site")
        @Description("Where the frame was allocated, line by line; only of frames that were sampled")
        @Nullable
        String site;
    }
}
