package dev.outboard.rpc.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.rpc.Method;
import dev.outboard.rpc.frame.ProtocolException;
import org.junit.jupiter.api.Test;

final class MethodTablesTest {
    @Test
    void numbers_areGivenInOrderOfFirstUse() {
        MethodNumbers numbers = new MethodNumbers(1000);
        for (int i = 1; i <= 1000; i++) {
            Method method = Method.unary("a.B/m" + i);
            assertThat(numbers.numberOf(method)).isEqualTo(MethodNumbers.NONE);
            assertThat(numbers.hasRoom()).isTrue();
            assertThat(numbers.add(method)).isEqualTo(i);
        }
        assertThat(numbers.hasRoom()).isFalse();
        for (int i = 1; i <= 1000; i++) {
            assertThat(numbers.numberOf(Method.unary("a.B/m" + i))).isEqualTo(i);
        }
    }

    @Test
    void table_findsWhatWasDefined() {
        MethodTable<String> table = new MethodTable<>(0xffff);
        table.define(1, "one");
        table.define(0xffff, "last");
        assertThat(table.get(1)).isEqualTo("one");
        assertThat(table.get(0xffff)).isEqualTo("last");
    }

    @Test
    void table_refusesWhatIsOutOfRangeOrTwice() {
        MethodTable<String> table = new MethodTable<>(10);
        table.define(10, "ten");
        for (int id : new int[] {0, 11, 10}) {
            assertThatThrownBy(() -> table.define(id, "again")).isInstanceOf(ProtocolException.class);
        }
        for (int id : new int[] {0, 1, 9, 11, 0xffff}) {
            assertThatThrownBy(() -> table.get(id)).isInstanceOf(ProtocolException.class);
        }
    }
}
