package dev.outboard.rpc.channel;

import java.util.List;

/**
 * Chooses the endpoint of each call. Called by one channel at a time, on whatever thread brought the change; the pickers
 * that it makes are called by all threads at once.
 */
public interface LoadBalancer {
    /** Whether all endpoints are to be connected; otherwise one is, the first that can be. */
    default boolean connectsToAll() {
        return true;
    }

    /**
     * A picker over the endpoints that are ready now; the channel takes a new one when they change.
     *
     * @param ready at least one; immutable
     */
    Picker newPicker(List<Endpoint> ready);

    /** Chooses for one call: lock-free, without garbage. */
    @FunctionalInterface
    interface Picker {
        /**
         * Index of an endpoint in the list that the picker was made with. The channel goes on to those behind it where that
         * one has lost its connections meanwhile.
         *
         * @param hashKey the call's, or a random one where it has none
         */
        int pick(long hashKey);
    }

    /** The first address that can be connected to, until it is lost. */
    static LoadBalancer pickFirst() {
        return Balancers.PICK_FIRST;
    }

    /** Each in turn. */
    static LoadBalancer roundRobin() {
        return Balancers.ROUND_ROBIN;
    }

    /**
     * Of two taken at random, the one with fewer calls in flight.
     *
     * @see <a href="https://doi.org/10.1109/71.963420">Mitzenmacher, The Power of Two Choices in Randomized Load
     *     Balancing</a>
     */
    static LoadBalancer leastLoaded() {
        return Balancers.LEAST_LOADED;
    }

    /**
     * The same one for the same key: a hash ring of the ready endpoints. Where one comes or goes, only the keys move that
     * are, or were, its own: about 1/n of them.
     */
    static LoadBalancer consistentHash() {
        return Balancers.CONSISTENT_HASH;
    }
}
