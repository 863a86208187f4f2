/**
 * What a codec implements and what a transport uses: the provider, the pooled frame allocator over an interchangeable
 * memory source, and readers and writers that can be pointed at a region of a frame.
 */
@NullMarked
package dev.outboard.codec.spi;

import org.jspecify.annotations.NullMarked;
