package dev.outboard.bench.run;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The one reader of system properties in this module. Any thread.
 *
 * <p>The launcher sets {@code outboard.home} to the repository's root; without it the working directory stands in. The
 * JVM flags of the product are those that this JVM was started with.
 */
public final class Settings {
    /** Flags of a parent that its children need too. The others (heap size, agents, debuggers) are the parent's own. */
    private static final List<String> INHERITED = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access",
            "--enable-native-access",
            "--add-opens",
            "--add-exports");

    private Settings() {}

    /** The directory that reports are written below. */
    public static Path home() {
        return Path.of(System.getProperty("outboard.home", "")).toAbsolutePath().normalize();
    }

    /** The JVM flags of the product, as they are given to every child JVM. */
    public static List<String> jvmFlags() {
        return inherited(ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    /** Whether an unexpected error prints its stack trace; for developers, never the default. */
    public static boolean stackTraces() {
        return Boolean.getBoolean("outboard.stacktraces");
    }

    /** The codec of a child of the codec benchmark. */
    public static String peerCodec() {
        return System.getProperty("peer.codec", "safe");
    }

    /** Whether that child uses the other codec as well. */
    public static boolean peerUsesBothCodecs() {
        return Boolean.getBoolean("peer.both");
    }

    /** The running JDK's directory. */
    static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    /** The homes of the JDKs that the launcher has found; in its order. */
    static List<Path> jdkHomes() {
        return Arrays.stream(System.getProperty("outboard.jdks", "").split(File.pathSeparator))
                .filter(home -> !home.isEmpty())
                .map(Path::of)
                .toList();
    }

    /** The class path of this JVM, given to its children unchanged. */
    public static String classPath() {
        return System.getProperty("java.class.path");
    }

    static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    static List<String> inherited(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> INHERITED.stream().anyMatch(argument::startsWith))
                .toList();
    }
}
