/**
 * Streams as {@link java.util.concurrent.Flow} publishers and subscribers, with messages that are objects, for those who work with reactive
 * libraries and do not mind garbage. Demand becomes credit: what a subscriber has not asked for holds its sender up.
 */
@NullMarked
package dev.outboard.rpc.flow;

import org.jspecify.annotations.NullMarked;
