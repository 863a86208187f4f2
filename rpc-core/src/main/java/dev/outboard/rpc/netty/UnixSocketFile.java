package dev.outboard.rpc.netty;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a Unix domain socket that a server listens on. A server that was killed leaves it behind, and binding fails on what
 * exists; so one that nobody listens on is removed first, anything else never.
 */
final class UnixSocketFile {
    private static final Logger LOG = LoggerFactory.getLogger(UnixSocketFile.class);

    private final Path path;
    private final @Nullable Object key;

    private UnixSocketFile(Path path, @Nullable Object key) {
        this.path = path;
        this.key = key;
    }

    /**
     * Removes a socket that nobody listens on. May block for a moment.
     *
     * @throws IOException where something else is there, or a server that listens
     */
    static void makeRoom(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        // Neither file nor directory nor link: of what is left, only a socket answers as one.
        if (!attributes(path).isOther()) {
            throw new IOException("a file that is no socket");
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException refused) {
            LOG.info("socket {}: nobody listens, removed", path);
            Files.deleteIfExists(path);
            return;
        }
        throw new IOException("a server listens there");
    }

    /** The file that was just bound. */
    static UnixSocketFile bound(Path path) throws IOException {
        return new UnixSocketFile(path, attributes(path).fileKey());
    }

    /** Removes the file, unless it is another server's by now. */
    void remove() {
        try {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                    && Objects.equals(attributes(path).fileKey(), key)) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            LOG.warn("socket {}: not removed", path, e);
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
