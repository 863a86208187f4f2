package dev.outboard.rpc.channel;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Consistent hashing: every endpoint has many points on a ring of 2^64, and a key belongs to the next point after it.
 *
 * <p>The points depend on the address alone, so that all clients agree, and an endpoint that comes or goes takes from, or
 * gives to, the others only what is its own. With 160 points each the largest share is some 20 % above the mean.
 *
 * @see <a href="https://doi.org/10.1145/258533.258660">Karger et al., Consistent Hashing and Random Trees</a>
 */
final class HashRing implements LoadBalancer.Picker {
    private static final int POINTS = 160;

    /** Sorted. */
    private final long[] points;
    /** Whose each point is. */
    private final int[] owners;

    HashRing(List<? extends Endpoint> endpoints) {
        Point[] all = new Point[endpoints.size() * POINTS];
        for (int owner = 0; owner < endpoints.size(); owner++) {
            long seed = hash(name(endpoints.get(owner).address()));
            for (int i = 0; i < POINTS; i++) {
                all[owner * POINTS + i] = new Point(mix(seed + i * 0x9e37_79b9_7f4a_7c15L), owner);
            }
        }
        Arrays.sort(all);
        points = new long[all.length];
        owners = new int[all.length];
        for (int i = 0; i < all.length; i++) {
            points[i] = all[i].hash;
            owners[i] = all[i].owner;
        }
    }

    private record Point(long hash, int owner) implements Comparable<Point> {
        @Override
        public int compareTo(Point other) {
            return Long.compare(hash, other.hash);
        }
    }

    @Override
    public int pick(long hashKey) {
        int at = Arrays.binarySearch(points, mix(hashKey));
        int next = at >= 0 ? at : -at - 1;
        return owners[next == points.length ? 0 : next];
    }

    /** The same on every machine, resolved or not. */
    private static String name(InetSocketAddress address) {
        String host = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return host + ":" + address.getPort();
    }

    /** FNV-1a. */
    private static long hash(String text) {
        long hash = 0xcbf2_9ce4_8422_2325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100_0000_01b3L;
        }
        return hash;
    }

    /** Spreads keys that are close together: the finalizer of SplitMix64. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ mixed >>> 31;
    }
}
