package dev.outboard.rpc.call;

import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.ProtocolException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The methods that a peer has defined, by its numbers. Nothing is ever taken out or changed, so it cannot be made to
 * grow past its limit or to disagree with the peer's. Belongs to the event loop.
 *
 * @param <T> what this end knows about a method
 */
public final class MethodTable<T> {
    private static final int FIRST_ENTRIES = 8;

    private final int maxMethods;
    private @Nullable Object[] byId = new @Nullable Object[FIRST_ENTRIES];

    /** @param maxMethods the highest number allowed */
    public MethodTable(int maxMethods) {
        this.maxMethods = maxMethods;
    }

    /**
     * Notes a definition.
     *
     * @throws ProtocolException for a number out of range or in use
     */
    public void define(int id, T method) {
        if (id < 1 || id > maxMethods) {
            throw new ProtocolException(Fault.BAD_METHOD, "method: " + id + " (expected: 1 to " + maxMethods + ")");
        }
        if (id >= byId.length) {
            byId = Arrays.copyOf(byId, Math.min(maxMethods + 1, Math.max(id + 1, 2 * byId.length)));
        }
        if (byId[id] != null) {
            throw new ProtocolException(Fault.BAD_METHOD, "method: " + id + " twice (expected: defined once)");
        }
        byId[id] = method;
    }

    /**
     * What was noted for a number.
     *
     * @throws ProtocolException for one that is not defined
     */
    @SuppressWarnings("unchecked") // only define() stores
    public T get(int id) {
        Object found = id < byId.length ? byId[id] : null;
        if (found == null) {
            throw undefined(id);
        }
        return (T) found;
    }

    private static ProtocolException undefined(int id) {
        return new ProtocolException(Fault.BAD_METHOD, "method: " + id + " (expected: a defined one)");
    }
}
