package dev.outboard.rpc.channel;

import java.net.InetSocketAddress;
import java.util.List;

/** Addresses that the target names itself. */
final class StaticResolverProvider implements NameResolverProvider {
    static final String SCHEME = "static";

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public NameResolver newResolver(String target, ChannelScheduler scheduler) {
        return new Resolver(Target.addresses(target));
    }

    private record Resolver(List<InetSocketAddress> addresses) implements NameResolver {
        @Override
        public void start(Listener listener) {
            listener.onAddresses(addresses);
        }

        @Override
        public void refresh() {
            // They are what they are.
        }

        @Override
        public void close() {
            // Nothing runs.
        }
    }
}
