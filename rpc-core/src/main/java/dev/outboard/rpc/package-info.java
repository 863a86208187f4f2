/**
 * The RPC as its users see it: methods, services, calls, connections, statuses, limits. Values and interfaces only; no
 * type of this package mentions a transport or a buffer. Servers and clients are built in {@code dev.outboard.rpc.netty}.
 */
@NullMarked
package dev.outboard.rpc;

import org.jspecify.annotations.NullMarked;
