package dev.outboard.rpc.channel;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** Finds the resolver of a target. */
final class Resolvers {
    private static final List<NameResolverProvider> OWN =
            List.of(new StaticResolverProvider(), DnsResolverProvider.create());

    private Resolvers() {}

    /** Those given to the builder go first, then the ones that come with channels, then services. */
    static NameResolverProvider of(String scheme, Map<String, NameResolverProvider> given) {
        NameResolverProvider found = given.get(scheme);
        if (found != null) {
            return found;
        }
        for (NameResolverProvider provider : OWN) {
            if (provider.scheme().equals(scheme)) {
                return provider;
            }
        }
        // Not by the thread's context class loader, which in containers and plug-ins is anybody's.
        for (NameResolverProvider provider :
                ServiceLoader.load(NameResolverProvider.class, NameResolverProvider.class.getClassLoader())) {
            if (provider.scheme().equals(scheme)) {
                return provider;
            }
        }
        throw new IllegalArgumentException(
                "scheme: " + scheme + " (expected: static, dns, or that of a NameResolverProvider)");
    }
}
