/** All benchmarks as one run: parts, what they leave for the summary, and the journal that lets a run go on. */
@NullMarked
package dev.outboard.bench.suite;

import org.jspecify.annotations.NullMarked;
