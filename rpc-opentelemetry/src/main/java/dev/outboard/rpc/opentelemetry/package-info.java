/** OpenTelemetry spans of an RPC's calls: {@link RpcTracing}. */
@NullMarked
package dev.outboard.rpc.opentelemetry;

import org.jspecify.annotations.NullMarked;
