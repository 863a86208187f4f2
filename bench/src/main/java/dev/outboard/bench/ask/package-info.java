/** {@code outboard rpc}: asks a running server what it serves, and how it is. */
@NullMarked
package dev.outboard.bench.ask;

import org.jspecify.annotations.NullMarked;
