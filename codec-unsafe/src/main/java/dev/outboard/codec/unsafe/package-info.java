/**
 * The Unsafe codec: raw memory by address, checked once per region instead of once per access. Everything that touches
 * it goes through {@link dev.outboard.codec.unsafe.UnsafeMemory}.
 */
@NullMarked
package dev.outboard.codec.unsafe;

import org.jspecify.annotations.NullMarked;
