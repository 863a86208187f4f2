package dev.outboard.codec.spi;

import dev.outboard.codec.MemoryLedger;
import io.netty.buffer.ByteBuf;
import io.netty.util.IllegalReferenceCountException;

/** An allocator of its own for one state, and its account. */
final class Account {
    /** The smallest frame: listed by threads, many to a slab. */
    static final int SMALL_BYTES = SizeClasses.SMALLEST;
    /** A frame that has a slab to itself, and is on no thread's list. */
    static final int LARGE_BYTES = SizeClasses.LARGEST;

    private static final MemorySource MEMORY = new StubMemory();

    final MemoryLedger ledger;
    final FrameAllocator allocator;

    Account() {
        this(Long.MAX_VALUE);
    }

    Account(long budgetBytes) {
        ledger = new MemoryLedger(budgetBytes);
        allocator = new FrameAllocator(MEMORY, ledger, new FrameAllocator.Options(0, (bytes, site) -> {}));
    }

    /** Releases, and says what came of it. */
    static String release(ByteBuf frame) {
        try {
            return frame.release() ? "last" : "not last";
        } catch (IllegalReferenceCountException e) {
            return "refused";
        }
    }

    /** Takes one more reference, and says what came of it. */
    static String retain(ByteBuf frame) {
        try {
            frame.retain();
            return "retained";
        } catch (IllegalReferenceCountException e) {
            return "refused";
        }
    }

    /** What is out and what is reserved once the allocator is closed: nothing, where every frame came home once. */
    String settled() {
        allocator.close();
        return text(0);
    }

    /** The same with an owner's lists, which only real threads have in the account. */
    String settled(OwnerLists owner) {
        allocator.close();
        return text(owner.used());
    }

    /** The account as it is, with what else is used. */
    String text(long moreUsed) {
        return ledger.usedBytes() + moreUsed + " used " + ledger.reservedBytes() + " reserved";
    }
}
