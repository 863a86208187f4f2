package dev.outboard.rpc.channel;

/**
 * Makes the resolvers of one scheme: given to a channel's builder, or found by {@link java.util.ServiceLoader} by the class
 * loader of this interface.
 */
public interface NameResolverProvider {
    /** What stands before the colon of a target, in lower case. */
    String scheme();

    /**
     * A resolver that is not started.
     *
     * @param target what stands behind {@code scheme:///}, or behind {@code scheme:}
     * @param scheduler the channel's time
     * @throws IllegalArgumentException for a target that cannot be one
     */
    NameResolver newResolver(String target, ChannelScheduler scheduler);
}
