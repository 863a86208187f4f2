/**
 * What a fixed pool that encodes once does for a broadcast, against a blocking task per recipient: the IM server in both
 * modes on real sockets, server and load in JVMs of their own.
 */
@NullMarked
package dev.outboard.bench.broadcast;

import org.jspecify.annotations.NullMarked;
