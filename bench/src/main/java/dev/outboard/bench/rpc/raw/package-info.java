/**
 * What the RPC benchmark is held against: an echo over Netty with frames and call numbers and nothing else. Written by
 * hand for speed, and once more with Netty's own frame decoder.
 */
@NullMarked
package dev.outboard.bench.rpc.raw;

import org.jspecify.annotations.NullMarked;
