package dev.outboard.rpc.netty;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.security.CodeSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses a Netty that would fail later, and obscurely: parts of several versions, or parts that are older than what this was
 * built against. What does not tell its version, as where jars were merged or renamed, is let pass. Any thread.
 *
 * <p>Netty's own {@code Version.identify()} asks the thread's class loader, and takes in the jars of its parents too: a container
 * that has a Netty of its own, which nobody here sees, would be told to be a mix. So only those jars are asked that our
 * classes of Netty come from.
 */
final class NettyVersions {
    /** That of the pom. */
    static final String BUILT_AGAINST = "4.2.18";

    private static final Logger LOG = LoggerFactory.getLogger(NettyVersions.class);
    private static final String RESOURCE = "META-INF/io.netty.versions.properties";
    private static final String SUFFIX = ".version";
    private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+).*");
    /** One of each artifact that is used, if it is there. */
    private static final List<String> CLASSES = List.of(
            "io.netty.util.AttributeKey",
            "io.netty.buffer.ByteBuf",
            "io.netty.resolver.AddressResolver",
            "io.netty.channel.Channel",
            "io.netty.channel.unix.UnixChannel",
            "io.netty.channel.epoll.Epoll",
            "io.netty.channel.uring.IoUring",
            "io.netty.handler.codec.ByteToMessageDecoder",
            "io.netty.handler.ssl.SslHandler");

    private NettyVersions() {}

    /** Initialised at the first question. */
    private static final class Own {
        static final @Nullable String PROBLEM = problem(of(NettyVersions.class.getClassLoader()));

        private Own() {}
    }

    /**
     * Checks what is on the class path; looks once.
     *
     * @throws IllegalStateException with the versions
     */
    static void check() {
        if (Own.PROBLEM != null) {
            throw new IllegalStateException(Own.PROBLEM);
        }
    }

    /** What is wrong with these versions, by artifact, or null. */
    static @Nullable String problem(Map<String, String> versions) {
        Set<String> distinct = new HashSet<>();
        boolean old = false;
        for (String version : versions.values()) {
            Matcher numbers = NUMBERS.matcher(version);
            if (numbers.matches()) {
                distinct.add(numbers.group(1) + "." + numbers.group(2) + "." + numbers.group(3));
                old |= isOlder(numbers);
            }
        }
        if (distinct.size() <= 1 && !old) {
            return null;
        }
        return new TreeMap<>(versions)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(
                                ", ", "netty: ", " (expected: all of one version, " + BUILT_AGAINST + " or later)"));
    }

    private static boolean isOlder(Matcher numbers) {
        String[] least = BUILT_AGAINST.split("\\.", -1);
        for (int i = 0; i < least.length; i++) {
            int difference = Integer.compare(Integer.parseInt(numbers.group(i + 1)), Integer.parseInt(least[i]));
            if (difference != 0) {
                return difference < 0;
            }
        }
        return false;
    }

    /** The versions, by artifact, of the Netty that {@code loader} finds; as far as it tells. */
    static Map<String, String> of(ClassLoader loader) {
        Set<String> places = new HashSet<>();
        for (String name : CLASSES) {
            String place = place(name, loader);
            if (place != null) {
                // A jar's, and a folder's or a jar's within a jar.
                places.add("jar:" + place + "!/" + RESOURCE);
                places.add(place + RESOURCE);
            }
        }
        Map<String, String> versions = new TreeMap<>();
        try {
            for (URL resource : Collections.list(loader.getResources(RESOURCE))) {
                if (places.contains(resource.toString())) {
                    read(resource, versions);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("netty: versions cannot be read (expected: {})", RESOURCE, e);
        }
        return versions;
    }

    private static @Nullable String place(String name, ClassLoader loader) {
        try {
            CodeSource source =
                    Class.forName(name, false, loader).getProtectionDomain().getCodeSource();
            return source == null || source.getLocation() == null
                    ? null
                    : source.getLocation().toString();
        } catch (ClassNotFoundException | LinkageError absent) {
            return null;
        }
    }

    private static void read(URL resource, Map<String, String> versions) throws IOException {
        URLConnection connection = resource.openConnection();
        connection.setUseCaches(false);
        Properties properties = new Properties();
        try (InputStream in = connection.getInputStream()) {
            properties.load(in);
        }
        for (String key : properties.stringPropertyNames()) {
            if (key.endsWith(SUFFIX)) {
                versions.put(key.substring(0, key.length() - SUFFIX.length()), properties.getProperty(key));
            }
        }
    }
}
