package dev.outboard.rpc.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.testing.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Credit as its two ends count it. */
final class CreditTest {
    private static final int LONGEST = 1_000;

    @Test
    void smallerWindow_letsLessIn_andTakesNothingBack() {
        ReceiveWindow window = new ReceiveWindow(100, LONGEST);
        window.open(40);
        assertThat(window.outstanding()).isEqualTo(40);
        assertThat(window.take(30)).isTrue();
        assertThat(window.outstanding()).isEqualTo(10);
        window.release(30);
        assertThat(window.grant(5)).as("was told 40 before").isEqualTo(40);
        assertThat(window.grant(20)).isEqualTo(50);
        assertThat(window.grant()).isEqualTo(130);
        assertThat(window.granted()).isEqualTo(130);
        assertThat(window.outstanding()).isEqualTo(100);
    }

    @Test
    void sender_mayGoPastItsCreditByOneMessage() {
        SendCredit credit = new SendCredit(100);
        assertThat(credit.tryTake(99)).isTrue();
        assertThat(credit.isOpen()).isTrue();
        assertThat(credit.tryTake(LONGEST)).isTrue();
        assertThat(credit.isOpen()).isFalse();
        assertThat(credit.tryTake(1)).isFalse();
        assertThat(credit.raiseTo(1_100)).isTrue();
        assertThat(credit.tryTake(1)).isTrue();
    }

    @Test
    void credit_neverShrinks() {
        SendCredit credit = new SendCredit(100);
        assertThat(credit.raiseTo(100)).isTrue();
        assertThat(credit.raiseTo(99)).isFalse();
        assertThat(credit.raiseTo(-1)).isFalse();
    }

    @Test
    void creditOfAMessageThatIsNotSent_isThereAgain() {
        SendCredit credit = new SendCredit(10);
        assertThat(credit.tryTake(10)).isTrue();
        credit.giveBack(10);
        assertThat(credit.tryTake(10)).isTrue();
    }

    @Test
    void receiver_tellsWhenHalfOfTheWindowIsFree() {
        ReceiveWindow window = new ReceiveWindow(100, LONGEST);
        assertThat(window.take(100)).isTrue();
        assertThat(window.release(49)).isFalse();
        assertThat(window.release(1)).isTrue();
        assertThat(window.grant()).isEqualTo(150);
        assertThat(window.release(49)).isFalse();
    }

    @Test
    void receiver_refusesMoreThanOneMessageAboveItsLimit() {
        ReceiveWindow window = new ReceiveWindow(100, LONGEST);
        assertThat(window.take(LONGEST)).isTrue();
        assertThat(window.take(100)).isTrue();
        assertThat(window.take(1)).isFalse();
    }

    /** Threads take credit and send in orders of their own: none of them is a sender without credit. */
    @Test
    void whateverTheOrder_honestSendersAreNotRefused() {
        Seed seed = Seed.fresh();
        Random random = new Random(seed.random().nextLong());
        SendCredit credit = new SendCredit(3_000);
        ReceiveWindow window = new ReceiveWindow(3_000, LONGEST);
        for (int round = 0; round < 2_000; round++) {
            List<Integer> taken = new ArrayList<>();
            for (int bytes = 1 + random.nextInt(LONGEST); credit.tryTake(bytes); bytes = 1 + random.nextInt(LONGEST)) {
                taken.add(bytes);
            }
            Collections.shuffle(taken, random);
            for (int bytes : taken) {
                assertThat(window.take(bytes)).as(seed.toString()).isTrue();
            }
            taken.forEach(window::release);
            assertThat(credit.raiseTo(window.grant())).as(seed.toString()).isTrue();
        }
    }
}
