/**
 * What the ownership of message memory costs the collector: arms that differ in nothing else, each in a JVM of its own,
 * compared by their GC logs. Knows nothing of how a report looks.
 */
@NullMarked
package dev.outboard.bench.gc;

import org.jspecify.annotations.NullMarked;
