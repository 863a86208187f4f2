/**
 * The contender that a migration leaves behind: {@code sun.misc.Unsafe} and finalizers. The only sources that may name
 * {@code sun.misc.Unsafe}; they are compiled on their own, for the warnings cannot be suppressed.
 */
@NullMarked
package dev.outboard.bench.gc.legacy;

import org.jspecify.annotations.NullMarked;
