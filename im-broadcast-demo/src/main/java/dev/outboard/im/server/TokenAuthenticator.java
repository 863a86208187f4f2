package dev.outboard.im.server;

import dev.outboard.im.auth.TokenException;
import dev.outboard.im.auth.Tokens;
import dev.outboard.rpc.Authenticator;
import dev.outboard.rpc.ServerConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lets in who has a good token. On event loops: a check is a hash of a few hundred bytes. */
final class TokenAuthenticator implements Authenticator {
    private final Tokens tokens;
    private final ChatClock clock;
    private final ChatCounters counters;

    TokenAuthenticator(Tokens tokens, ChatClock clock, ChatCounters counters) {
        this.tokens = tokens;
        this.clock = clock;
        this.counters = counters;
    }

    @Override
    public CompletionStage<Identity> authenticate(ServerConnection connection, byte[] token) {
        try {
            return CompletableFuture.completedFuture(new Identity(tokens.verify(token, clock.seconds())));
        } catch (TokenException e) {
            counters.tokensRefused.increment();
            return CompletableFuture.failedFuture(e);
        }
    }
}
