package dev.outboard.codec.spi;

import dev.outboard.codec.CodecUnavailableException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds codecs. Looks once per call; whoever asks keeps the answer. Any thread. */
public final class Codecs {
    /** The name that stands for the best codec which can run here. */
    public static final String AUTO = "auto";

    private static final Logger LOG = LoggerFactory.getLogger(Codecs.class);
    private static final AtomicBoolean SAID = new AtomicBoolean();

    private Codecs() {}

    /** The codecs on the class path, available or not, the preferred one first. */
    public static List<CodecProvider> installed() {
        List<CodecProvider> found = new ArrayList<>();
        // Our own loader, not the thread's: an embedding container may set any.
        ServiceLoader.load(CodecProvider.class, Codecs.class.getClassLoader()).forEach(found::add);
        found.sort(Comparator.comparingInt(CodecProvider::preference).reversed());
        return found;
    }

    /**
     * The codec called {@code name}, or for {@link #AUTO} the preferred one that is available; passing one over is
     * logged, once per JVM.
     *
     * @throws CodecUnavailableException where there is none of that name, or it cannot run; its message is one line
     */
    public static CodecProvider load(String name) {
        List<CodecProvider> all = installed();
        return name.equals(AUTO) ? best(all) : named(all, name);
    }

    private static CodecProvider named(List<CodecProvider> all, String name) {
        for (CodecProvider provider : all) {
            if (provider.name().equals(name)) {
                Throwable cause = provider.unavailabilityCause();
                if (cause == null) {
                    return provider;
                }
                throw new CodecUnavailableException("codec " + name + ": " + cause.getMessage(), cause);
            }
        }
        throw new CodecUnavailableException("codec: " + name + " (expected: auto" + names(all) + ")");
    }

    private static CodecProvider best(List<CodecProvider> all) {
        for (CodecProvider provider : all) {
            Throwable cause = provider.unavailabilityCause();
            if (cause == null) {
                return provider;
            }
            if (SAID.compareAndSet(false, true)) {
                LOG.info("codec {} passed over: {}", provider.name(), cause.getMessage());
            }
        }
        throw new CodecUnavailableException("codec: none available (expected: one of auto" + names(all) + ")");
    }

    private static String names(List<CodecProvider> all) {
        return all.stream().map(p -> ", " + p.name()).collect(Collectors.joining());
    }
}
