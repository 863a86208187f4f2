/** The server's way in for browsers: HTTP, WebSocket, and the pages. Stands in front of the RPC server's connections and knows no group and no user. */
@NullMarked
package dev.outboard.im.web;

import org.jspecify.annotations.NullMarked;
