/**
 * The load of the RPC benchmark and what a contender implements to be under it. Knows the JDK and HdrHistogram only: the
 * other libraries' projects below {@code bench/peers} compile it on class paths of their own.
 */
@NullMarked
package dev.outboard.bench.rpc.load;

import org.jspecify.annotations.NullMarked;
