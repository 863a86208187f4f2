/** The long run: calls of every kind, given up, timed out and cut off, of which each has to end once. */
@NullMarked
package dev.outboard.bench.soak;

import org.jspecify.annotations.NullMarked;
