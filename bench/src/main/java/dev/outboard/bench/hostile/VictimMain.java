package dev.outboard.bench.hostile;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.TlsOptions;
import dev.outboard.rpc.hostile.Victim;
import dev.outboard.rpc.netty.RpcServerBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Main class of the server that is attacked: one port that speaks plain, one that speaks TLS, one account of memory. Arguments:
 * {@code codec leash-port key-store}. Orders: {@code ports}; {@code state}; {@code settle used threads}, which waits until
 * no connection but the honest one is left, and bytes and threads are no more than that.
 */
public final class VictimMain {
    /** Short, so that those who stall are through in little time. */
    static final Duration HANDSHAKE = Duration.ofMillis(600);

    static final Duration FRAME = Duration.ofMillis(400);
    /** More than attackers may take, and less than they could take of a server without limits. */
    static final long BUDGET_BYTES = 256L << 20;

    private static final int HONEST = 1;
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final MemoryLedger ledger = new MemoryLedger(BUDGET_BYTES);
    private final RpcServer plain;
    private final RpcServer tls;
    private volatile long mostUsed;

    private VictimMain(String codec, Path keys) throws IOException, GeneralSecurityException {
        plain = server(codec).start();
        tls = server(codec).tls(TlsOptions.of(context(keys))).start();
        Thread sampler = new Thread(this::sample, "sampler");
        sampler.setDaemon(true);
        sampler.start();
    }

    public static void main(String[] args) throws Exception {
        VictimMain victim = new VictimMain(args[0], Path.of(args[2]));
        Leash.obey(Integer.parseInt(args[1]), victim::obey);
        victim.tls.close();
        victim.plain.close();
    }

    private RpcServerBuilder server(String codec) {
        return RpcServerBuilder.create()
                .codec(codec)
                .ledger(ledger)
                .limits(Limits.defaults().withHandshakeTimeout(HANDSHAKE).withIncompleteFrameTimeout(FRAME))
                .service(Victim.service());
    }

    private Map<String, Object> obey(String[] words) {
        return switch (words[0]) {
            case "ports" -> Map.of("plain", plain.port(), "tls", tls.port(), "transport", plain.transport());
            case "state" -> state();
            case "settle" -> settle(Long.parseLong(words[1]), Integer.parseInt(words[2]));
            default -> throw new IllegalArgumentException("order: " + words[0] + " (expected: ports, state, settle)");
        };
    }

    private Map<String, Object> settle(long used, int threads) {
        long deadline = System.nanoTime() + SETTLE_NANOS;
        while ((connections() > HONEST || ledger.usedBytes() > used || threads() > threads)
                && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(TICK_NANOS);
        }
        return state();
    }

    private Map<String, Object> state() {
        long most = mostUsed;
        mostUsed = 0;
        // What only a cleaner or a reference holds is free after the second.
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return Map.of(
                "used", ledger.usedBytes(),
                "most", most,
                "threads", threads(),
                "connections", connections(),
                "heap", runtime.totalMemory() - runtime.freeMemory());
    }

    private long connections() {
        return plain.stats().connections() + tls.stats().connections();
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** Where more is used for less than a millisecond, that goes unseen. */
    private void sample() {
        while (true) {
            mostUsed = Math.max(mostUsed, ledger.usedBytes());
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private static SSLContext context(Path keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, SelfSigned.PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, SelfSigned.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
