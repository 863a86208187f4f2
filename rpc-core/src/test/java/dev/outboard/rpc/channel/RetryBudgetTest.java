package dev.outboard.rpc.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class RetryBudgetTest {
    private final RetryBudget budget = new RetryBudget(4, 0.5);

    @Test
    void budget_allowsUntilHalfOfTheTokensAreGone() {
        budget.failed();
        assertThat(budget.allows()).isTrue();
        budget.failed();
        assertThat(budget.allows()).isFalse();
    }

    @Test
    void success_givesTheRatioBack() {
        fail(2);
        budget.succeeded();
        assertThat(budget.tokens()).isEqualTo(2.5);
        assertThat(budget.allows()).isTrue();
    }

    @Test
    void tokens_stayBetweenNoneAndTheMaximum() {
        budget.succeeded();
        assertThat(budget.tokens()).isEqualTo(4);
        fail(10);
        assertThat(budget.tokens()).isZero();
    }

    @Test
    void fresh_isFullAgain() {
        fail(4);
        assertThat(budget.fresh().tokens()).isEqualTo(4);
    }

    @Test
    void budget_refusesARatioThatGivesNothing() {
        assertThatThrownBy(() -> new RetryBudget(4, 0.0001)).isInstanceOf(IllegalArgumentException.class);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            budget.failed();
        }
    }
}
