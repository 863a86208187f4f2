/** {@code outboard bench all}: the benchmarks as one suite with one report, and the comparison of two of these. */
@NullMarked
package dev.outboard.bench.all;

import org.jspecify.annotations.NullMarked;
