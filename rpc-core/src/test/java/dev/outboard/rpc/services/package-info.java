/** What the generator makes of services, over real sockets. */
@NullMarked
package dev.outboard.rpc.services;

import org.jspecify.annotations.NullMarked;
