/**
 * A channel over several connections: names resolved to addresses, connections that come back, a choice of one for each
 * call, retries. It knows the RPC's values and an {@link dev.outboard.rpc.RpcClient} that it is given, and no transport.
 */
@NullMarked
package dev.outboard.rpc.channel;

import org.jspecify.annotations.NullMarked;
