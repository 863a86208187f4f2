package dev.outboard.rpc.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LoadBalancerTest {
    private static final int KEYS = 20_000;

    private record Fake(InetSocketAddress address, int callsInFlight) implements Endpoint {}

    @Test
    void pickFirst_connectsToOneAndTakesIt() {
        assertThat(LoadBalancer.pickFirst().connectsToAll()).isFalse();
        assertThat(LoadBalancer.pickFirst().newPicker(idle(3)).pick(5)).isZero();
    }

    @Test
    void roundRobin_takesEachInTurn() {
        LoadBalancer.Picker picker = LoadBalancer.roundRobin().newPicker(idle(3));
        int first = picker.pick(0);
        for (int i = 1; i < 7; i++) {
            assertThat(picker.pick(0)).isEqualTo((first + i) % 3);
        }
    }

    @Test
    void leastLoaded_takesTheIdleOneOfTwo() {
        List<Endpoint> endpoints = List.of(endpoint(0, 9), endpoint(1, 0));
        LoadBalancer.Picker picker = LoadBalancer.leastLoaded().newPicker(endpoints);
        assertThat(IntStream.range(0, 1000).map(picker::pick)).containsOnly(1);
    }

    @Test
    void leastLoaded_neverTakesTheBusiestOfMany() {
        List<Endpoint> endpoints = new ArrayList<>(idle(9));
        endpoints.add(endpoint(9, 1));
        assertThat(counts(LoadBalancer.leastLoaded().newPicker(endpoints), 10)[9])
                .isZero();
    }

    @Test
    void leastLoaded_spreadsOverEqualOnes() {
        int[] counts = counts(LoadBalancer.leastLoaded().newPicker(idle(4)), 4);
        assertThat(IntStream.of(counts)).allMatch(count -> count > KEYS / 5 && count < KEYS * 3 / 10);
    }

    @Test
    void consistentHash_takesTheSameForTheSameKey() {
        LoadBalancer.Picker one = LoadBalancer.consistentHash().newPicker(idle(5));
        LoadBalancer.Picker other = LoadBalancer.consistentHash().newPicker(idle(5));
        for (int key = 0; key < 1000; key++) {
            assertThat(other.pick(key)).isEqualTo(one.pick(key));
        }
    }

    @Test
    void consistentHash_spreadsKeys() {
        int[] counts = counts(LoadBalancer.consistentHash().newPicker(idle(5)), 5);
        assertThat(IntStream.of(counts)).allMatch(count -> count > KEYS / 8 && count < KEYS / 3);
    }

    @Test
    void consistentHash_movesOnlyTheKeysOfTheEndpointThatLeft() {
        LoadBalancer.Picker ten = LoadBalancer.consistentHash().newPicker(idle(10));
        LoadBalancer.Picker nine = LoadBalancer.consistentHash().newPicker(idle(9));
        int moved = 0;
        for (int key = 0; key < KEYS; key++) {
            int before = ten.pick(key);
            if (before == 9) {
                moved++;
            } else {
                assertThat(nine.pick(key)).isEqualTo(before);
            }
        }
        assertThat(moved).isBetween(KEYS / 15, KEYS / 7);
    }

    @Test
    void consistentHash_doesNotDependOnTheOrder() {
        List<Endpoint> turned = List.of(endpoint(2, 0), endpoint(1, 0), endpoint(0, 0));
        LoadBalancer.Picker straight = LoadBalancer.consistentHash().newPicker(idle(3));
        LoadBalancer.Picker other = LoadBalancer.consistentHash().newPicker(turned);
        assertThat(IntStream.range(0, 1000)).allMatch(key -> other.pick(key) == 2 - straight.pick(key));
    }

    private static int[] counts(LoadBalancer.Picker picker, int endpoints) {
        int[] counts = new int[endpoints];
        for (int key = 0; key < KEYS; key++) {
            counts[picker.pick(key)]++;
        }
        return counts;
    }

    private static List<Endpoint> idle(int count) {
        return IntStream.range(0, count).mapToObj(i -> endpoint(i, 0)).toList();
    }

    private static Endpoint endpoint(int i, int callsInFlight) {
        return new Fake(InetSocketAddress.createUnresolved("host" + i, 80), callsInFlight);
    }
}
