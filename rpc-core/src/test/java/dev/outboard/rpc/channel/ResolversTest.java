package dev.outboard.rpc.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ResolversTest {
    @Test
    void service_isFoundUnderAForeignContextClassLoader() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            assertThat(Resolvers.of("listed", Map.of())).isInstanceOf(ListedResolver.class);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void given_goesBeforeTheOwn() {
        DnsResolverProvider given = DnsResolverProvider.create();
        assertThat(Resolvers.of("dns", Map.of("dns", given))).isSameAs(given);
    }

    @Test
    void unknownScheme_isRefused() {
        assertThatThrownBy(() -> Resolvers.of("zoo", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("scheme: zoo");
    }
}
