package dev.outboard.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/** The shapes in which a message may lie before a reader, those that nobody expects among them. */
enum FrameKind {
    /** A frame of the codec, the message at its start. */
    OWN {
        @Override
        ByteBuf frame(ByteBufAllocator own, byte[] message) {
            return own.buffer(message.length).writeBytes(message);
        }
    },
    /** The message at an odd index, between bytes that would make any read of them fail. */
    OWN_ODD_OFFSET {
        @Override
        ByteBuf frame(ByteBufAllocator own, byte[] message) {
            return poisoned(own.buffer(message.length + 14), message);
        }
    },
    /** The message up to the very last byte of its slot. */
    OWN_AT_SLOT_END {
        @Override
        ByteBuf frame(ByteBufAllocator own, byte[] message) {
            int slot = Math.max(256, Integer.highestOneBit(message.length) * 2);
            return own.buffer(slot)
                    .setIndex(slot - message.length, slot - message.length)
                    .writeBytes(message);
        }
    },
    /** A frame that has moved, several times, while it grew. */
    OWN_GROWN {
        @Override
        ByteBuf frame(ByteBufAllocator own, byte[] message) {
            return own.buffer(1)
                    .writeBytes(message)
                    .capacity(20_000 + message.length)
                    .capacity(message.length);
        }
    },
    /** A frame with memory to itself. */
    OWN_HUGE {
        @Override
        ByteBuf frame(ByteBufAllocator own, byte[] message) {
            return own.buffer((5 << 20) + message.length).writeBytes(message);
        }
    },
    RETAINED_SLICE {
        @Override
        ByteBuf frame(ByteBufAllocator own, byte[] message) {
            return sliceThatOutlives(OWN_ODD_OFFSET.frame(own, message));
        }
    },
    SLICE_OF_SLICE {
        @Override
        ByteBuf frame(ByteBufAllocator own, byte[] message) {
            ByteBuf whole = poisoned(own.buffer(message.length + 20), message);
            return sliceThatOutlives(whole.slice(5, message.length + 8).setIndex(2, 2 + message.length));
        }
    },
    DUPLICATE {
        @Override
        ByteBuf frame(ByteBufAllocator own, byte[] message) {
            return OWN_ODD_OFFSET.frame(own, message).duplicate();
        }
    },
    READ_ONLY {
        @Override
        ByteBuf frame(ByteBufAllocator own, byte[] message) {
            return OWN_ODD_OFFSET.frame(own, message).asReadOnly();
        }
    },
    HEAP {
        @Override
        ByteBuf frame(ByteBufAllocator own, byte[] message) {
            return own.heapBuffer(message.length).writeBytes(message);
        }
    },
    HEAP_SLICE {
        @Override
        ByteBuf frame(ByteBufAllocator own, byte[] message) {
            return sliceThatOutlives(poisoned(Unpooled.buffer(message.length + 14), message));
        }
    },
    FOREIGN_DIRECT {
        @Override
        ByteBuf frame(ByteBufAllocator own, byte[] message) {
            return poisoned(Unpooled.directBuffer(message.length + 14), message);
        }
    },
    WRAPPED_READ_ONLY_NIO {
        @Override
        ByteBuf frame(ByteBufAllocator own, byte[] message) {
            ByteBuffer nio =
                    ByteBuffer.allocateDirect(message.length).put(message).flip();
            return Unpooled.wrappedBuffer(nio.asReadOnlyBuffer());
        }
    },
    COMPOSITE {
        @Override
        ByteBuf frame(ByteBufAllocator own, byte[] message) {
            return pieces(own, message, Math.max(1, message.length / 2));
        }
    },
    COMPOSITE_OF_ONE_BYTE_PIECES {
        @Override
        ByteBuf frame(ByteBufAllocator own, byte[] message) {
            return pieces(own, message, 1);
        }
    },
    COMPOSITE_OF_ONE {
        @Override
        ByteBuf frame(ByteBufAllocator own, byte[] message) {
            return own.compositeDirectBuffer().addComponent(true, OWN_ODD_OFFSET.frame(own, message));
        }
    };

    /** <em>Returns owned</em>: a buffer whose readable bytes are the message. */
    abstract ByteBuf frame(ByteBufAllocator own, byte[] message);

    private static ByteBuf poisoned(ByteBuf empty, byte[] message) {
        for (int i = 0; i < empty.capacity(); i++) {
            empty.setByte(i, 0xff);
        }
        return empty.setIndex(7, 7).writeBytes(message);
    }

    /** Its parent's handle is released at once. */
    private static ByteBuf sliceThatOutlives(ByteBuf parent) {
        ByteBuf slice = parent.retainedSlice();
        parent.release();
        return slice;
    }

    private static ByteBuf pieces(ByteBufAllocator own, byte[] message, int pieceBytes) {
        CompositeByteBuf whole = own.compositeDirectBuffer(Integer.MAX_VALUE);
        for (int at = 0; at < message.length; at += pieceBytes) {
            int length = Math.min(pieceBytes, message.length - at);
            whole.addComponent(true, own.buffer(length).writeBytes(message, at, length));
        }
        return whole;
    }
}
