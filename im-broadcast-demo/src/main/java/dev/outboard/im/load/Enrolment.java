package dev.outboard.im.load;

import dev.outboard.codec.WireReader;
import dev.outboard.im.v1.MembershipEncoder;
import dev.outboard.im.v1.SignInEncoder;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Connects the users and makes them members; and the way back. Used by one thread. */
final class Enrolment {
    private static final int UNDER_WAY = 128;
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Readers readers;
    private final LoadOptions options;
    private final LoadTerms terms;
    private final Population population;
    private final Consumer<String> progress;

    Enrolment(Readers readers, LoadOptions options, LoadTerms terms, Population population, Consumer<String> progress) {
        this.readers = readers;
        this.options = options;
        this.terms = terms;
        this.population = population;
        this.progress = progress;
    }

    /**
     * Connects every user and signs it in.
     *
     * @return by user
     */
    List<Session> connect() {
        progress.accept("connecting " + population.users() + " users to " + options.host() + ":" + options.port());
        @Nullable Session[] sessions = new Session[population.users()];
        Batch batch = new Batch("connecting", UNDER_WAY);
        long start = System.nanoTime();
        for (int user = 0; user < sessions.length; user++) {
            awaitTurn(start, user);
            batch.begin();
            connect(sessions, user, batch);
        }
        batch.finish();
        List<Session> list = new ArrayList<>(sessions.length);
        Arrays.stream(sessions).forEach(session -> list.add(Objects.requireNonNull(session)));
        return list;
    }

    /** Waits until a connection is due, by the ramp. */
    private void awaitTurn(long start, int user) {
        if (terms.rampPerSecond() > 0) {
            long due = start + (long) (user * 1e9 / terms.rampPerSecond());
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }

    /** Makes every user a member of its groups. */
    void join(List<Session> sessions) {
        IntSummaryStatistics sizes = population.sizes();
        String range = sizes.getMin() == sizes.getMax() ? "" : sizes.getMin() + " to ";
        progress.accept("joining " + population.groups() + " groups of " + range + sizes.getMax() + ", "
                + population.memberships() + " memberships");
        change("joining", ChatMethods.JOIN, sessions, false);
    }

    /** Ends the memberships of those who are still connected, as far as that works. */
    void leave(List<Session> sessions) {
        progress.accept("leaving the groups");
        change("leaving", ChatMethods.LEAVE, sessions, true);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Its failure ends the batch.
    private void connect(@Nullable Session[] sessions, int user, Batch batch) {
        readers.connect(user)
                .thenAccept(connection -> {
                    Session session = new Session(
                            user, connection, population, readers.held().isHeld(user));
                    sessions[user] = session;
                    signIn(session, batch);
                })
                .exceptionally(failure -> {
                    Throwable cause = failure.getCause();
                    batch.failed(String.valueOf((cause != null ? cause : failure).getMessage()));
                    return null;
                });
    }

    private void signIn(Session session, Batch batch) {
        ClientConnection connection = session.connection();
        connection.attach(session);
        connection.onClose(session::close);
        long userId = population.userId(session.user());
        connection.call(
                ChatMethods.SIGN_IN,
                out -> new SignInEncoder().wrap(out).userId(userId).name("user " + session.user()),
                TIMEOUT_NANOS,
                new Step(batch, false));
    }

    private void change(String what, Method method, List<Session> sessions, boolean tolerant) {
        Batch batch = new Batch(what, UNDER_WAY);
        for (Session session : sessions) {
            for (int group : session.groups()) {
                if (!session.isClosed()) {
                    int groupId = population.groupId(group);
                    batch.begin();
                    session.connection()
                            .call(
                                    method,
                                    out -> new MembershipEncoder().wrap(out).groupId(groupId),
                                    TIMEOUT_NANOS,
                                    new Step(batch, tolerant));
                }
            }
        }
        batch.finish();
    }

    /** The end of one step of a batch. */
    private record Step(Batch batch, boolean tolerant) implements ReplyHandler {
        @Override
        public void onReply(WireReader reply) {
            batch.done();
        }

        @Override
        public void onFailure(Status status) {
            if (tolerant) {
                batch.done();
            } else {
                batch.failed(status.toString());
            }
        }
    }
}
