/** This product as a contender of the RPC benchmark: services and clients over generated code. */
@NullMarked
package dev.outboard.bench.rpc.ours;

import org.jspecify.annotations.NullMarked;
