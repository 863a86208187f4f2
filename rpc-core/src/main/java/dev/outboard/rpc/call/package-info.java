/**
 * What both ends keep about calls: the client's slots, the tables of methods, the worker pool, rates. Knows frames but
 * no channel, so that another framing can use it. Used by the package above; not an API.
 */
@NullMarked
package dev.outboard.rpc.call;

import org.jspecify.annotations.NullMarked;
