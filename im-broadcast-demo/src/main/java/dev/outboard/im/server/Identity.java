package dev.outboard.im.server;

import dev.outboard.im.auth.Claims;
import java.security.Principal;

/** Who a client is by its token. */
record Identity(Claims claims) implements Principal {
    @Override
    public String getName() {
        return Long.toUnsignedString(claims.userId());
    }
}
