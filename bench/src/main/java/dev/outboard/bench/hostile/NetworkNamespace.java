package dev.outboard.bench.hostile;

import dev.outboard.bench.run.ChildFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network of its own, joined to the machine's by a pair of virtual interfaces that can be cut and healed. Needs Linux, {@code ip} of
 * iproute2, and the right to use it. One thread.
 */
final class NetworkNamespace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkNamespace.class);
    private static final String OUTSIDE = "10.213.77.1";
    /** The address of the end inside. */
    static final String INSIDE = "10.213.77.2";

    private static final String BITS = "/30";
    private static final int SECONDS = 10;

    private final String name;
    private final String outer;
    private final String inner;

    private NetworkNamespace(String name, String outer, String inner) {
        this.name = name;
        this.outer = outer;
        this.inner = inner;
    }

    /**
     * Makes one.
     *
     * @throws ChildFailedException where that cannot be done here, with the reason
     */
    static NetworkNamespace create() throws InterruptedException {
        long pid = ProcessHandle.current().pid();
        NetworkNamespace made = new NetworkNamespace("outboard-" + pid, "obo" + pid, "obi" + pid);
        ip("netns", "add", made.name);
        try {
            ip("link", "add", made.outer, "type", "veth", "peer", "name", made.inner);
            ip("link", "set", made.inner, "netns", made.name);
            ip("addr", "add", OUTSIDE + BITS, "dev", made.outer);
            ip("link", "set", made.outer, "up");
            made.inside("addr", "add", INSIDE + BITS, "dev", made.inner);
            made.inside("link", "set", "lo", "up");
            made.heal();
            return made;
        } catch (ChildFailedException e) {
            made.close();
            throw e;
        }
    }

    /** What a command is started by, to run inside. */
    List<String> prefix() {
        return List.of("ip", "netns", "exec", name);
    }

    /** From here on no packet comes through, and nobody is told. */
    void cut() throws InterruptedException {
        inside("link", "set", inner, "down");
    }

    /** Packets come through again. */
    void heal() throws InterruptedException {
        inside("link", "set", inner, "up");
    }

    private static void ipIfItCan(String... words) throws InterruptedException {
        try {
            ip(words);
        } catch (ChildFailedException e) {
            LOG.debug("not there any more: {}", e.getMessage());
        }
    }

    private void inside(String... words) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("-n", name));
        all.addAll(List.of(words));
        ip(all.toArray(new String[0]));
    }

    private static void ip(String... words) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        String said;
        int code;
        try {
            Process ip = new ProcessBuilder(command).redirectErrorStream(true).start();
            ip.getOutputStream().close();
            said = new String(ip.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!ip.waitFor(SECONDS, TimeUnit.SECONDS)) {
                ip.destroyForcibly();
                throw new ChildFailedException(String.join(" ", command) + ": still running");
            }
            code = ip.exitValue();
        } catch (IOException e) {
            throw new ChildFailedException("ip: " + e.getMessage() + " (expected: iproute2's)");
        }
        if (code != 0) {
            throw new ChildFailedException(
                    String.join(" ", command) + ": " + said.lines().findFirst().orElse("exit " + code));
        }
    }

    /** Takes it away. Where it was not made whole, it takes what there is. */
    @Override
    public void close() {
        try {
            // With a namespace its interfaces go too, but only some time later.
            ipIfItCan("link", "del", outer);
            ipIfItCan("netns", "del", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
