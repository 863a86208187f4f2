package dev.outboard.rpc.channel;

import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.Shape;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a {@link ManagedChannel}. One thread. */
public final class ManagedChannelBuilder {
    private final String target;
    private final RpcClient client;
    private final Map<String, NameResolverProvider> resolvers = new HashMap<>();
    private final Map<Method, CallPolicy> policies = new HashMap<>();
    private LoadBalancer balancer = LoadBalancer.pickFirst();
    private int connectionsPerEndpoint = 1;
    private BackoffPolicy backoff = BackoffPolicy.connecting();
    private ChannelListener listener = state -> {};
    private boolean waitForReady;
    private int maxWaitingCalls = 1024;
    private long maxWaitingBytes = 1 << 20;
    private @Nullable RetryPolicy retry;
    private RetryBudget budget = new RetryBudget(100, 0.1);
    private @Nullable ChannelScheduler scheduler;

    private ManagedChannelBuilder(String target, RpcClient client) {
        this.target = target;
        this.client = client;
    }

    /**
     * Starts with the defaults that the setters name.
     *
     * @param target {@code static:///host:port,host:port}, {@code dns:///host:port} or {@code host:port}, or what a
     *     {@link NameResolverProvider} understands, {@code scheme:...}
     * @param client makes the connections; <em>borrowed</em> until the channel is closed, which comes first
     */
    public static ManagedChannelBuilder of(String target, RpcClient client) {
        return new ManagedChannelBuilder(target, client);
    }

    /** Resolves the targets of a scheme, in the place of whoever does otherwise. */
    public ManagedChannelBuilder resolver(NameResolverProvider provider) {
        resolvers.put(provider.scheme(), provider);
        return this;
    }

    /** Default {@link LoadBalancer#pickFirst}. */
    public ManagedChannelBuilder loadBalancer(LoadBalancer newBalancer) {
        balancer = newBalancer;
        return this;
    }

    /** 1, the default, to 1,000. More than one pays where one event loop, or a server's limit of calls, is too little. */
    public ManagedChannelBuilder connectionsPerEndpoint(int connections) {
        connectionsPerEndpoint = (int) check("connectionsPerEndpoint", connections, 1, 1000);
        return this;
    }

    /** Between attempts to connect. Default {@link BackoffPolicy#connecting}. */
    public ManagedChannelBuilder connectBackoff(BackoffPolicy policy) {
        backoff = policy;
        return this;
    }

    /** Hears of the channel's states. */
    public ManagedChannelBuilder listener(ChannelListener newListener) {
        listener = newListener;
        return this;
    }

    /** Makes calls wait for READY, unless a view says otherwise. Default: they fail in TRANSIENT_FAILURE. */
    public ManagedChannelBuilder waitForReady() {
        waitForReady = true;
        return this;
    }

    /**
     * What may wait for a connection at a time; more is refused with RESOURCE_EXHAUSTED.
     *
     * @param calls and streams, 0 or more; default 1,024
     * @param bytes of their requests, 0 or more; default 1 MiB
     */
    public ManagedChannelBuilder waitingLimits(int calls, long bytes) {
        maxWaitingCalls = (int) check("calls", calls, 0, Integer.MAX_VALUE);
        maxWaitingBytes = check("bytes", bytes, 0, Long.MAX_VALUE / 2);
        return this;
    }

    /**
     * Retries the unary calls of all methods that have no policy of their own. Default: none, and calls leave no garbage.
     */
    public ManagedChannelBuilder retry(RetryPolicy policy) {
        retry = policy;
        return this;
    }

    /** The policy of one unary method. */
    public ManagedChannelBuilder policy(Method method, CallPolicy policy) {
        if (method.shape() != Shape.UNARY) {
            throw new IllegalArgumentException("shape: " + method + " (expected: " + Shape.UNARY + ")");
        }
        policies.put(method, policy);
        return this;
    }

    /**
     * Bounds retries and hedges: each failure takes a token, each success gives {@code tokenRatio} back, and there are none
     * while half of the tokens or less are left.
     *
     * @param maxTokens 1 to 1,000; default 100
     * @param tokenRatio 0.001 to 1,000; default 0.1
     */
    public ManagedChannelBuilder retryBudget(int maxTokens, double tokenRatio) {
        budget = new RetryBudget(maxTokens, tokenRatio);
        return this;
    }

    /** The channel's time; <em>borrowed</em>. Default a daemon thread of the channel's own. */
    public ManagedChannelBuilder scheduler(ChannelScheduler newScheduler) {
        scheduler = newScheduler;
        return this;
    }

    /**
     * Makes the channel, which is IDLE.
     *
     * @throws IllegalArgumentException for a target that is none, or whose scheme nobody knows
     */
    public ManagedChannel build() {
        Target parsed = Target.parse(target);
        NameResolverProvider provider = Resolvers.of(parsed.scheme(), resolvers);
        ChannelScheduler time = scheduler != null ? scheduler : new TimerThread("outboard-channel");
        NameResolver resolver = provider.newResolver(parsed.path(), time);
        ChannelOptions options = new ChannelOptions(
                target,
                client,
                balancer,
                connectionsPerEndpoint,
                backoff,
                listener,
                maxWaitingCalls,
                maxWaitingBytes,
                retry,
                Map.copyOf(policies),
                // One each, for a builder that builds several.
                budget.fresh());
        return new CoreChannel(new ChannelCore(options, time, resolver), waitForReady);
    }

    private static long check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + " to " + max + ")");
        }
        return value;
    }
}
