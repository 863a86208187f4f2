package dev.outboard.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What a service tells beside its methods. */
final class ServiceTest {
    private static final Method READ = Method.unary("test.Files/Read");
    private static final Method WRITE = Method.unary("test.Files/Write");

    @Test
    void nothingSaid_isUnknown() {
        Service service = files().build();
        assertThat(service.idempotency(READ)).isEqualTo(Idempotency.UNKNOWN);
        assertThat(service.descriptors()).isEmpty();
    }

    @Test
    void interceptedService_tellsTheSame() {
        byte[] schema = {1, 2, 3};
        Service service = files().idempotency(READ, Idempotency.NO_SIDE_EFFECTS)
                .descriptors(schema::clone)
                .build()
                .intercepted(new ServerInterceptor() {});
        assertThat(service.idempotency(READ)).isEqualTo(Idempotency.NO_SIDE_EFFECTS);
        assertThat(service.idempotency(WRITE)).isEqualTo(Idempotency.UNKNOWN);
        assertThat(service.descriptors()).isEqualTo(schema);
    }

    @Test
    void methodOfAnotherService_isRefused() {
        assertThatThrownBy(() -> files().idempotency(Method.unary("test.Other/Read"), Idempotency.IDEMPOTENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("method: test.Other/Read (expected: one of test.Files)");
    }

    private static Service.Builder files() {
        return Service.named("test.Files")
                .unary(READ, Execution.WORKERS, ServerCall::complete)
                .unary(WRITE, Execution.WORKERS, ServerCall::complete);
    }
}
