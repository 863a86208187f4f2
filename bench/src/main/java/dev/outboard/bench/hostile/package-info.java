/** Attacks and accidents, and what they do to a server and to those who use it honestly. */
@NullMarked
package dev.outboard.bench.hostile;

import org.jspecify.annotations.NullMarked;
