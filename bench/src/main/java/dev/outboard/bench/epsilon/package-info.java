/**
 * The proof that calls leave nothing to collect: a client and a server in JVMs that never collect, and the JVM's own
 * counters of what every thread allocates.
 */
@NullMarked
package dev.outboard.bench.epsilon;

import org.jspecify.annotations.NullMarked;
