package dev.outboard.rpc.channel;

import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcClient;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a channel was built with. */
record ChannelOptions(
        String target,
        RpcClient client,
        LoadBalancer balancer,
        int connectionsPerEndpoint,
        BackoffPolicy backoff,
        ChannelListener listener,
        int maxWaitingCalls,
        long maxWaitingBytes,
        @Nullable CallPolicy policy,
        Map<Method, CallPolicy> policies,
        RetryBudget budget) {}
