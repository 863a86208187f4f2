/**
 * The RPC over sockets. {@link dev.outboard.rpc.netty.RpcServerBuilder} and
 * {@link dev.outboard.rpc.netty.RpcClientBuilder} are the way in; all else is package-private. How the threads meet
 * stands in {@code docs/threading.md}.
 */
@NullMarked
package dev.outboard.rpc.netty;

import org.jspecify.annotations.NullMarked;
