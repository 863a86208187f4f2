package dev.outboard.bench.run;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.util.Version;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The machine and the JVM that figures come from; every report carries one. What the system does not say is "unknown".
 *
 * @param cpu model name
 * @param cores that this JVM may use
 * @param machineCores that the machine has; -1 where unknown
 * @param memoryBytes that this JVM may use: the machine's or the container's; -1 where unknown
 * @param system kernel or operating system with its version
 * @param containerLimits CPU and memory limits of the control group, as the kernel writes them
 * @param jdk vendor and version
 * @param collector names of the collectors of this JVM; the benchmarks name their own
 * @param jvmFlags the product's flags, which every child JVM gets
 * @param netty version and what its default allocator does here
 * @param transport the socket transport that {@code auto} chooses
 */
public record Environment(
        String cpu,
        int cores,
        int machineCores,
        long memoryBytes,
        String system,
        String containerLimits,
        String jdk,
        String collector,
        List<String> jvmFlags,
        String netty,
        String transport) {

    private static final String UNKNOWN = "unknown";

    public Environment {
        jvmFlags = List.copyOf(jvmFlags);
    }

    /** Describes this machine and this JVM. Any thread. */
    public static Environment capture() {
        final String cpuinfo = read(Path.of("/proc/cpuinfo"));
        return new Environment(
                cpuModel(cpuinfo),
                Runtime.getRuntime().availableProcessors(),
                machineCores(cpuinfo),
                readMemoryBytes(),
                Settings.property("os.name") + " " + Settings.property("os.version") + " "
                        + Settings.property("os.arch"),
                readContainerLimits(Path.of("/sys/fs/cgroup"), read(Path.of("/proc/self/cgroup"))),
                Settings.property("java.vm.vendor") + " " + Settings.property("java.runtime.version"),
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(GarbageCollectorMXBean::getName)
                        .collect(Collectors.joining(", ")),
                Settings.jvmFlags(),
                readNetty(),
                Epoll.isAvailable() ? "epoll" : "nio (epoll: " + Epoll.unavailabilityCause() + ")");
    }

    /** Name and value of everything, for printing; in a fixed order. */
    public Map<String, String> lines() {
        final Map<String, String> lines = new LinkedHashMap<>();
        lines.put("CPU", cpu);
        lines.put("cores", machineCores < 0 || machineCores == cores ? "" + cores : cores + " of " + machineCores);
        lines.put("memory", memoryBytes < 0 ? UNKNOWN : String.format(Locale.ROOT, "%,d MiB", memoryBytes >> 20));
        lines.put("system", system);
        lines.put("container limits", containerLimits);
        lines.put("JDK", jdk);
        lines.put("collector", collector);
        lines.put("JVM flags", jvmFlags.isEmpty() ? "none" : String.join(" ", jvmFlags));
        lines.put("Netty", netty);
        lines.put("transport", transport);
        return lines;
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

    /** What can be known without Netty's internals: whether its direct buffers have an address decides its fast paths. */
    private static String readNetty() {
        final Version version = Version.identify().get("netty-buffer");
        final ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(16);
        try {
            return (version == null ? UNKNOWN : version.artifactVersion())
                    + ", default allocator "
                    + ByteBufAllocator.DEFAULT.getClass().getSimpleName()
                    + (ByteBufAllocator.DEFAULT.isDirectBufferPooled() ? ", direct pooled" : ", direct not pooled")
                    + (buffer.hasMemoryAddress() ? ", with memory address" : ", without memory address");
        } finally {
            buffer.release();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // not on this system: the report says "unknown"
        }
    }
}
