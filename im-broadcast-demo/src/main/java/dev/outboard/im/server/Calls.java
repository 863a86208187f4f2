package dev.outboard.im.server;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.im.auth.Claims;
import dev.outboard.rpc.CallHandler;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerConnection;
import dev.outboard.rpc.StatusCode;

/** What all of the service's calls have in common: who may call, and how a refusal becomes a status. */
final class Calls {
    private final ChatClock clock;

    Calls(ChatClock clock) {
        this.clock = clock;
    }

    ChatClock clock() {
        return clock;
    }

    /** What the connection may do, by its token or because the server asks for none. */
    Claims claims(ServerConnection connection, long openUserId) {
        Claims claims =
                connection.principal() instanceof Identity identity ? identity.claims() : Claims.open(openUserId);
        checkTime(claims);
        return claims;
    }

    /** The session of the call's connection. */
    Session session(ServerCall call) {
        if (call.connection().attachment() instanceof Session session && session.isCurrent()) {
            checkTime(session.claims());
            return session;
        }
        throw new RefusedException(StatusCode.UNAUTHENTICATED, "connection: not signed in (expected: SignIn first)");
    }

    private void checkTime(Claims claims) {
        if (claims.expired(clock.seconds())) {
            throw new RefusedException(StatusCode.UNAUTHENTICATED, "token: expired (expected: one that is still good)");
        }
    }

    /** Refuses what the claims do not allow. */
    static void checkMayRead(Session session, int groupId) {
        if (!session.claims().read().contains(groupId)) {
            throw new RefusedException(
                    StatusCode.PERMISSION_DENIED, "group: no right to read (expected: in the token)");
        }
    }

    /** Refuses what the claims do not allow. */
    static void checkMayPublish(Session session, int groupId) {
        if (!session.claims().publish().contains(groupId)) {
            throw new RefusedException(
                    StatusCode.PERMISSION_DENIED, "group: no right to publish (expected: in the token)");
        }
    }

    static void checkAtMost(String what, int value, int limit) {
        if (value > limit) {
            throw new RefusedException(
                    StatusCode.INVALID_ARGUMENT, what + ": " + value + " (expected: at most " + limit + ")");
        }
    }

    /** The handler, with a refusal for its call's status. */
    static CallHandler refusing(CallHandler handler) {
        return call -> {
            try {
                handler.handle(call);
            } catch (RefusedException e) {
                call.fail(e.code(), e.reason());
            }
        };
    }

    /** Ends a call outside its handler, as the server does inside: here nobody is above to do it. */
    static void answer(ServerCall call, Runnable change) {
        try {
            change.run();
            call.complete();
        } catch (RefusedException e) {
            call.fail(e.code(), e.reason());
        } catch (FrameBudgetException e) {
            call.fail(StatusCode.RESOURCE_EXHAUSTED, "memory: none left (expected: room for a reply)");
        } catch (RuntimeException e) {
            call.fail(StatusCode.INTERNAL, "");
            throw e;
        }
    }
}
