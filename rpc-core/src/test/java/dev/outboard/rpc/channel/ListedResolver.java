package dev.outboard.rpc.channel;

/** A resolver that is found as a service. */
public final class ListedResolver implements NameResolverProvider {
    @Override
    public String scheme() {
        return "listed";
    }

    @Override
    public NameResolver newResolver(String target, ChannelScheduler scheduler) {
        return new StaticResolverProvider().newResolver(target, scheduler);
    }
}
