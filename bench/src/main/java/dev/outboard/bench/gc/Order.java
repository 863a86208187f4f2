package dev.outboard.bench.gc;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The message of the benchmark: about 1.3 KB of objects, made anew for every request and again by every decoding, in
 * all arms alike. As protobuf has it:
 *
 * <pre>
 * message Order {
 *   fixed64 id = 1;
 *   int64 uid = 2;
 *   repeated Item items = 3;      // always 8
 *   string memo = 4;
 *   bytes body = 5;               // always 512 bytes
 * }
 * message Item {
 *   int64 sku = 1;
 *   int32 quantity = 2;
 *   sint64 price = 3;
 *   string name = 4;
 * }
 * </pre>
 */
final class Order {
    static final int ITEMS = 8;
    static final int BODY_BYTES = 512;

    long id;
    long uid;
    final Item[] items = new Item[ITEMS];
    String memo = "";
    byte[] body = NO_BODY;

    private static final byte[] NO_BODY = new byte[0];

    /** A new request of user {@code uid}. */
    static Order request(long id, long uid, SplittableRandom random) {
        Order order = new Order();
        order.id = id;
        order.uid = uid;
        for (int i = 0; i < ITEMS; i++) {
            long bits = random.nextLong();
            Item item = new Item();
            item.sku = bits >>> 40;
            item.quantity = 1 + (int) (bits & 0xf);
            item.price = (bits >> 8) & 0xffff;
            item.name = "item-" + (bits & 0xffff);
            order.items[i] = item;
        }
        order.memo = "order " + id + " of user " + uid + ", leave it at the door, très bien";
        order.body = new byte[BODY_BYTES];
        Arrays.fill(order.body, (byte) id);
        return order;
    }

    /** Whether every field of the two is the same. */
    boolean sameAs(Order other) {
        if (id != other.id || uid != other.uid || !memo.equals(other.memo) || !Arrays.equals(body, other.body)) {
            return false;
        }
        for (int i = 0; i < ITEMS; i++) {
            if (!items[i].sameAs(other.items[i])) {
                return false;
            }
        }
        return true;
    }

    /** A line of an order. */
    static final class Item {
        long sku;
        int quantity;
        long price;
        String name = "";

        boolean sameAs(Item other) {
            return sku == other.sku && quantity == other.quantity && price == other.price && name.equals(other.name);
        }
    }
}
