/**
 * How messages are made shorter, a step at a time: gzip by the JDK, LZ4 by a library where it is there. Belongs to the implementation:
 * applications name a {@link dev.outboard.rpc.Compression}.
 */
@NullMarked
package dev.outboard.rpc.compression;

import org.jspecify.annotations.NullMarked;
