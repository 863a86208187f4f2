package dev.outboard.codec.spi;

import org.jspecify.annotations.Nullable;

/** One free list per size class, made when first used. Not thread-safe. */
final class FreeLists {
    private final FrameAllocator allocator;
    private final @Nullable FreeList[] lists = new @Nullable FreeList[SizeClasses.COUNT];

    FreeLists(FrameAllocator allocator) {
        this.allocator = allocator;
    }

    FreeList of(int sizeClass) {
        FreeList list = lists[sizeClass];
        return list != null ? list : create(sizeClass);
    }

    void giveAll() {
        for (FreeList list : lists) {
            if (list != null) {
                list.giveAll();
            }
        }
    }

    private FreeList create(int sizeClass) {
        FreeList list = new FreeList(allocator.pool(sizeClass), sizeClass);
        lists[sizeClass] = list;
        return list;
    }
}
