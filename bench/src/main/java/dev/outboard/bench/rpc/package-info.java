/**
 * The RPC benchmark: ours beside a raw echo, a server and a client on real sockets, each in a JVM of
 * its own. {@link dev.outboard.bench.rpc.load} runs in those JVMs.
 */
@NullMarked
package dev.outboard.bench.rpc;

import org.jspecify.annotations.NullMarked;
