package dev.outboard.bench.run;

import dev.outboard.rpc.netty.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The machine and the JVM that figures come from; every report carries one. What the system does not say is "unknown".
 *
 * @param product version and commit of the code that was measured
 * @param cpu model name
 * @param frequency how the kernel chooses it, and the greatest
 * @param cores that this JVM may use
 * @param machineCores that the machine has; -1 where unknown
 * @param memoryBytes that this JVM may use: the machine's or the container's; -1 where unknown
 * @param system kernel or operating system with its version, and how its TCP holds back: some algorithms pace what is sent, on loopback, too
 * @param containerLimits CPU and memory limits of the control group, as the kernel writes them
 * @param openFiles how many this process may have open; -1 where unknown or without a limit
 * @param jdk vendor and version
 * @param jdks feature versions of those that benchmarks can fork, oldest first
 * @param collector names of the collectors of this JVM; the benchmarks name their own
 * @param jvmFlags the product's flags, which every child JVM gets
 * @param netty version, whether it uses Unsafe, how it frees memory, and what its default allocator does here
 * @param transport the socket transport that {@code auto} chooses
 * @param otherTransports those that do not work here, with the reason, and those that have to be asked for
 * @param noise what others used of the machine over two seconds; null where nobody measured it
 */
public record Environment(
        String product,
        String cpu,
        String frequency,
        int cores,
        int machineCores,
        long memoryBytes,
        String system,
        String containerLimits,
        long openFiles,
        String jdk,
        List<Integer> jdks,
        String collector,
        List<String> jvmFlags,
        String netty,
        String transport,
        String otherTransports,
        Noise.@Nullable Window noise) {

    static final String UNKNOWN = "unknown";
    private static final Path CPUFREQ = Path.of("/sys/devices/system/cpu/cpu0/cpufreq");
    private static final List<Transport> SOCKETS = List.of(Transport.IO_URING, Transport.EPOLL, Transport.NIO);
    private static final long NOISE_SECONDS = 2;
    private static final int FINGERPRINT_BYTES = 6;

    public Environment {
        jdks = List.copyOf(jdks);
        jvmFlags = List.copyOf(jvmFlags);
    }

    /** Describes this machine and this JVM, without noise. Any thread. */
    public static Environment capture() {
        return describe(null);
    }

    /** Describes them, and takes two seconds to see what others use of the machine. */
    public static Environment captureWithNoise() throws InterruptedException {
        Noise noise = Noise.start();
        TimeUnit.SECONDS.sleep(NOISE_SECONDS);
        return describe(noise.window());
    }

    private static Environment describe(Noise.@Nullable Window noise) {
        final String cpuinfo = read(Path.of("/proc/cpuinfo"));
        final Transport chosen = SOCKETS.stream()
                .filter(transport -> transport != Transport.IO_URING && transport.isAvailable())
                .findFirst()
                .orElse(Transport.NIO);
        return new Environment(
                readProduct(),
                cpuModel(cpuinfo),
                readFrequency(CPUFREQ),
                Runtime.getRuntime().availableProcessors(),
                machineCores(cpuinfo),
                readMemoryBytes(),
                Settings.property("os.name") + " " + Settings.property("os.version") + " "
                        + Settings.property("os.arch")
                        + congestionControl(read(Path.of("/proc/sys/net/ipv4/tcp_congestion_control"))),
                readContainerLimits(Path.of("/sys/fs/cgroup"), read(Path.of("/proc/self/cgroup"))),
                openFiles(read(Path.of("/proc/self/limits"))),
                Settings.property("java.vm.vendor") + " " + Settings.property("java.runtime.version"),
                Jdk.found().stream().map(Jdk::feature).toList(),
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(GarbageCollectorMXBean::getName)
                        .collect(Collectors.joining(", ")),
                Settings.jvmFlags(),
                NettyView.describe(),
                chosen.label(),
                SOCKETS.stream()
                        .filter(transport -> transport != chosen)
                        .map(Environment::explained)
                        .collect(Collectors.joining("; ")),
                noise);
    }

    /**
     * A hash of everything that has to be the same for figures of two runs to be compared: machine, JDKs, flags, Netty and the
     * code itself. Noise and time are no part of it.
     *
     * @return twelve hexadecimal digits
     */
    public String fingerprint() {
        final String parts = Stream.of(
                        product,
                        cpu,
                        frequency,
                        "" + cores,
                        "" + machineCores,
                        "" + memoryBytes,
                        system,
                        containerLimits,
                        jdk,
                        "" + jdks,
                        collector,
                        "" + jvmFlags,
                        netty,
                        transport)
                .collect(Collectors.joining("\n"));
        return Product.hash(parts.getBytes(StandardCharsets.UTF_8), FINGERPRINT_BYTES);
    }

    /** Name and value of everything, for printing; in a fixed order. */
    public Map<String, String> lines() {
        final Map<String, String> lines = new LinkedHashMap<>();
        lines.put("outboard", product);
        lines.put("CPU", cpu);
        lines.put("cores", machineCores < 0 || machineCores == cores ? "" + cores : cores + " of " + machineCores);
        lines.put("frequency", frequency);
        lines.put("memory", memoryBytes < 0 ? UNKNOWN : String.format(Locale.ROOT, "%,d MiB", memoryBytes >> 20));
        lines.put("system", system);
        lines.put("container limits", containerLimits);
        lines.put("open files", openFiles < 0 ? "unknown or unlimited" : String.format(Locale.ROOT, "%,d", openFiles));
        lines.put("JDK", jdk);
        lines.put("JDKs to fork", jdks.stream().map(feature -> "" + feature).collect(Collectors.joining(", ")));
        lines.put("collector", collector);
        lines.put("JVM flags", jvmFlags.isEmpty() ? "none" : String.join(" ", jvmFlags));
        lines.put("Netty", netty);
        lines.put("transport", transport);
        lines.put("other transports", otherTransports);
        if (noise != null) {
            lines.put("noise now", noiseText(noise));
        }
        lines.put("fingerprint", fingerprint());
        return lines;
    }

    private static String noiseText(Noise.Window noise) {
        if (Double.isNaN(noise.foreignCores())) {
            return UNKNOWN;
        }
        return String.format(
                Locale.ROOT,
                "others use %.2f cores, the hypervisor takes %.2f: %s (more than %.1f in all is noisy)",
                noise.foreignCores(),
                noise.stolenCores(),
                noise.noisy() ? "noisy" : "quiet",
                Noise.NOISY_CORES);
    }

    private static String explained(Transport transport) {
        final Throwable cause = transport.unavailabilityCause();
        return transport.label()
                + (cause == null ? " works, and has to be asked for" : " is not available: " + oneLine(cause));
    }

    private static String oneLine(Throwable cause) {
        return String.valueOf(cause).lines().findFirst().orElse(UNKNOWN);
    }

    private static String readProduct() {
        try {
            return Product.version() + ", commit " + Product.commit(Settings.home());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String congestionControl(String algorithm) {
        return algorithm.isBlank() ? "" : ", TCP congestion control " + algorithm.trim();
    }

    static String readFrequency(Path cpufreq) {
        final String governor = read(cpufreq.resolve("scaling_governor")).trim();
        final String most = read(cpufreq.resolve("cpuinfo_max_freq")).trim();
        if (governor.isEmpty()) {
            return UNKNOWN + ": the kernel shows no governor";
        }
        return governor + (most.matches("[0-9]{4,9}") ? ", at most " + Long.parseLong(most) / 1000 + " MHz" : "");
    }

    /** The soft limit. */
    static long openFiles(String limits) {
        return limits.lines()
                .filter(line -> line.startsWith("Max open files"))
                .flatMap(line -> Arrays.stream(
                                line.substring("Max open files".length()).trim().split("\\s+"))
                        .limit(1))
                .filter(limit -> limit.matches("[0-9]{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(-1);
    }

    static String cpuModel(String cpuinfo) {
        return cpuinfo.lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse(UNKNOWN);
    }

    static int machineCores(String cpuinfo) {
        final long processors =
                cpuinfo.lines().filter(line -> line.startsWith("processor")).count();
        return processors == 0 ? -1 : (int) processors;
    }

    /** Version 2 only: version 1 is seen through the cores and the memory that the JVM reports. */
    static String readContainerLimits(Path root, String selfCgroup) {
        final String group = selfCgroup
                .lines()
                .filter(line -> line.startsWith("0::/"))
                .map(line -> line.substring("0::/".length()))
                .findFirst()
                .orElse("");
        final String cpu = read(root.resolve(group).resolve("cpu.max")).trim();
        final String memory = read(root.resolve(group).resolve("memory.max")).trim();
        if (cpu.isEmpty() && memory.isEmpty()) {
            return "none found";
        }
        return "cpu.max " + (cpu.isEmpty() ? UNKNOWN : cpu) + ", memory.max " + (memory.isEmpty() ? UNKNOWN : memory);
    }

    private static long readMemoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : -1;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // not on this system: the report says "unknown"
        }
    }
}
