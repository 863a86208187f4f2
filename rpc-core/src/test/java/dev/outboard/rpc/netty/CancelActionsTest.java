package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.CancelRegistration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CancelActionsTest {
    private final CancelActions actions = new CancelActions();
    private final List<Integer> ran = new ArrayList<>();

    @Test
    void manyActions_runInTheirOrder() {
        IntStream.range(0, 100_000).forEach(this::add);
        runAll();
        assertThat(ran).hasSize(100_000).isSorted();
        assertThat(actions.cancel()).isNull();
    }

    @Test
    void removedOnes_doNotRun_fromWhereverTheyStood() {
        List<CancelRegistration> added =
                IntStream.range(0, 6).mapToObj(this::add).toList();
        for (int gone : new int[] {0, 2, 3, 5, 5}) {
            added.get(gone).remove();
        }
        add(6);
        runAll();
        assertThat(ran).containsExactly(1, 4, 6);
    }

    @Test
    void registrationOfAnEarlierUse_removesNothing() {
        CancelRegistration old = add(1);
        actions.reset();
        add(2);
        old.remove();
        runAll();
        old.remove();
        assertThat(ran).containsExactly(2);
        assertThat(actions.isCancelled()).isTrue();
        add(3).remove();
        assertThat(ran).containsExactly(2, 3);
        actions.reset();
        assertThat(actions.isCancelled()).isFalse();
        runAll();
        assertThat(ran).containsExactly(2, 3);
    }

    @Test
    void oneThatAnotherTakesBackWhileTheyRun_doesNotRun() {
        List<CancelRegistration> later = new ArrayList<>();
        actions.add(() -> later.forEach(CancelRegistration::remove));
        later.add(add(1));
        add(2);
        later.add(add(3));
        runAll();
        assertThat(ran).containsExactly(2);
    }

    private CancelRegistration add(int number) {
        return actions.add(() -> ran.add(number));
    }

    private void runAll() {
        for (CancelActions.Action next = actions.cancel(); next != null; next = next.next()) {
            next.run();
        }
    }
}
