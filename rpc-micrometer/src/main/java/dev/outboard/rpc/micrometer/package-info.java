/** Micrometer meters of an RPC's servers and clients: {@link ServerMetrics} and {@link ClientMetrics}. */
@NullMarked
package dev.outboard.rpc.micrometer;

import org.jspecify.annotations.NullMarked;
