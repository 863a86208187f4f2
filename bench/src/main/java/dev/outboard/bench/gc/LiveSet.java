package dev.outboard.bench.gc;

import java.util.SplittableRandom;

/**
 * What a service has on its heap anyway: sessions of users, about 1 KB each, held for the whole run. Sessions change
 * under load, which dirties cards that every young collection has to scan. Any thread: a lost update is as good as any.
 */
final class LiveSet {
    private static final int SESSIONS_PER_MIB = 1000;
    private static final int RECENT = 8;

    private final Session[] sessions;

    LiveSet(int mib) {
        sessions = new Session[mib * SESSIONS_PER_MIB];
        for (int i = 0; i < sessions.length; i++) {
            sessions[i] = new Session(i);
        }
    }

    /** Users have the numbers from 0 up to this. */
    int users() {
        return sessions.length;
    }

    /** A user drawn uniformly. */
    int anyUser(SplittableRandom random) {
        return random.nextInt(sessions.length);
    }

    /** Remembers an operation in the user's session in place of an older one. */
    void remember(int user, long id) {
        sessions[user].recent[(int) id & RECENT - 1] = new LastOp(System.nanoTime(), id);
    }

    /** Operations remembered since the start; keeps the compiler from dropping what nobody reads. */
    long rememberedOperations() {
        long remembered = 0;
        for (Session session : sessions) {
            for (LastOp op : session.recent) {
                remembered += op.id() >= 0 && op.nanos() != 0 ? 1 : 0;
            }
            remembered += session.uid < 0 || session.state.length == 0 || session.token.isEmpty() ? 1 : 0;
        }
        return remembered;
    }

    private record LastOp(long nanos, long id) {}

    private static final class Session {
        final long uid;
        final byte[] state = new byte[620];
        final String token;
        final LastOp[] recent = new LastOp[RECENT];

        Session(long uid) {
            this.uid = uid;
            this.token = Long.toHexString(uid | 1L << 60);
            for (int i = 0; i < RECENT; i++) {
                recent[i] = new LastOp(0, -1);
            }
        }
    }
}
