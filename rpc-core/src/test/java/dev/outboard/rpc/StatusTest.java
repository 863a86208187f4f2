package dev.outboard.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatusTest {
    @ParameterizedTest
    @CsvSource({
        "0, OK",
        "1, CANCELLED",
        "2, UNKNOWN",
        "3, INVALID_ARGUMENT",
        "4, DEADLINE_EXCEEDED",
        "5, NOT_FOUND",
        "6, ALREADY_EXISTS",
        "7, PERMISSION_DENIED",
        "8, RESOURCE_EXHAUSTED",
        "9, FAILED_PRECONDITION",
        "10, ABORTED",
        "11, OUT_OF_RANGE",
        "12, UNIMPLEMENTED",
        "13, INTERNAL",
        "14, UNAVAILABLE",
        "15, DATA_LOSS",
        "16, UNAUTHENTICATED",
        "17, UNKNOWN",
        "255, UNKNOWN",
        "-1, UNKNOWN"
    })
    void code_hasGrpcsNumber(int number, StatusCode code) {
        assertThat(StatusCode.of(number)).isEqualTo(code);
    }

    @Test
    void success_isNotAStatus() {
        assertThatThrownBy(() -> new Status(StatusCode.OK, false, "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void status_printsOnOneLine() {
        assertThat(new Status(StatusCode.UNAVAILABLE, true, "gone")).hasToString("UNAVAILABLE (not processed): gone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/a", "a/", "a/b/c", "a /b", "a/\u00e9", "a/b\n"})
    void methodName_thatIsNone_isRefused(String name) {
        assertThatThrownBy(() -> Method.unary(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void methods_areEqualByNameAndShape() {
        assertThat(Method.unary("a.B/c")).isEqualTo(Method.unary("a.B/c")).hasSameHashCodeAs(Method.unary("a.B/c"));
        assertThat(Method.unary("a.B/c")).isNotEqualTo(Method.push("a.B/c"));
        assertThat(Method.unary("a.B/c").serviceName()).isEqualTo("a.B");
    }

    @Test
    void service_takesItsOwnMethodsOnly() {
        Service.Builder service = Service.named("a.B");
        assertThatThrownBy(() -> service.push(Method.push("a.C/d"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> service.push(Method.unary("a.B/d"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(service.push(Method.push("a.B/d")).build().pushes()).containsExactly(Method.push("a.B/d"));
    }
}
