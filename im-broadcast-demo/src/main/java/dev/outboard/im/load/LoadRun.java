package dev.outboard.im.load;

import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.RpcException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One run against a server: connects, warms up, measures, waits for what is under way, and closes the books. Used by
 * one thread; deliveries come on the client's event loops.
 */
public final class LoadRun {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LoadOptions options;
    private final LoadTerms terms;
    private final Consumer<String> progress;
    private final Population population;
    private final Texts content;
    private final Broadcasts broadcasts = new Broadcasts();
    private final Deliveries deliveries;

    private LoadRun(LoadOptions options, LoadTerms terms, Consumer<String> progress) {
        this.options = options;
        this.terms = terms;
        this.progress = progress;
        this.population = terms.population(options, ThreadLocalRandom.current().nextInt());
        this.content = terms.texts(options);
        this.deliveries = new Deliveries(population, content, broadcasts);
    }

    /** {@link #run(LoadOptions, LoadTerms, Consumer)} with nothing out of the ordinary. */
    public static LoadReport run(LoadOptions options, Consumer<String> progress) {
        return run(options, LoadTerms.plain(), progress);
    }

    /**
     * Runs the load. Blocks for all of it.
     *
     * @param terms without churn, and with one server at the most
     * @param progress gets a line for every phase and every second
     * @throws LoadException where the server cannot be reached or does not play along; its message is one line
     */
    public static LoadReport run(LoadOptions options, LoadTerms terms, Consumer<String> progress) {
        return new LoadRun(options, terms, progress).run();
    }

    private LoadReport run() {
        Evidence evidence;
        try (Readers readers = new Readers(
                options,
                terms,
                population,
                deliveries,
                (builder, handler) -> builder.push(ChatMethods.DELIVER, handler))) {
            evidence = observe(readers);
        } catch (RpcException e) {
            throw new LoadException(e.status().toString());
        }
        // The clients are closed, so their event loops are at rest and what they have counted can be read.
        return evidence.report(options, terms.describe(options, population), deliveries);
    }

    private Evidence observe(Readers readers) {
        Observer observer = new Observer(readers.connect());
        ServerSample idle = observer.sample(true);
        Enrolment enrolment = new Enrolment(readers, options, terms, population, progress);
        List<Session> sessions = enrolment.connect();
        enrolment.join(sessions);
        ServerSample before = observer.sample(false);
        Publisher publisher =
                new Publisher(population, content, broadcasts, sessions, terms.turns(options, population));
        Pace pace = terms.pace(options, publisher);
        try {
            Measured measured = measure(pace, observer, sessions);
            readers.goOn();
            ServerSample settled = settle(before, observer, sessions, publisher);
            List<Session> closed = sessions.stream().filter(Session::isClosed).toList();
            enrolment.leave(sessions);
            sessions.forEach(session -> session.connection().close());
            ServerSample after = afterwards(idle, observer);
            return new Evidence(idle, before, measured, settled, after, sessions, closed, publisher, pace);
        } catch (LoadException e) {
            throw e.afterStart();
        } finally {
            pace.stop();
        }
    }

    private Measured measure(Pace pace, Observer observer, List<Session> sessions) {
        long firstMessage = System.nanoTime();
        long start = firstMessage + options.warmup().toNanos();
        Window window = new Window(start, start + options.window().toNanos());
        BusyTime busy = new BusyTime(() -> deliveries.tallies().stream().map(Tally::eventLoop));
        OwnCost cost = new OwnCost(options.eventLoops() + 1);
        deliveries.begin(window, pace);
        pace.start();
        waitUntil(window.startNanos());
        busy.start();
        cost.start();
        observer.start();
        long middle = window.startNanos() + (window.endNanos() - window.startNanos()) / 2;
        waitUntil(middle);
        disconnect(sessions);
        waitUntil(window.endNanos());
        LoadReport.Generator generator = cost.end(busy.share(window), pace.sendLagNanos() / 1e6);
        pace.stop();
        List<Observer.Timed> samples = observer.stop();
        return new Measured(firstMessage, window, samples, observer.unanswered(), generator);
    }

    /** Closes as many connections as were asked for, spread over all users. */
    private void disconnect(List<Session> sessions) {
        int count = options.disconnects();
        for (int i = 0; i < count; i++) {
            int user = (int) ((long) i * sessions.size() / count);
            sessions.get(user).connection().close();
        }
    }

    /** Waits until nothing is under way, or the time for that is up. */
    private ServerSample settle(ServerSample before, Observer observer, List<Session> sessions, Publisher publisher) {
        progress.accept("waiting for what is under way");
        long deadline = System.nanoTime() + options.drain().toNanos();
        long quietSince = System.nanoTime();
        long delivered = deliveries.delivered();
        while (true) {
            // Asked before the server is: a message counts there before its call ends here.
            boolean answered = publisher.unanswered() == 0;
            ServerSample sample = observer.sample(false);
            long now = System.nanoTime();
            long deliveredNow = deliveries.delivered();
            if (deliveredNow != delivered) {
                delivered = deliveredNow;
                quietSince = now;
            }
            boolean everythingRead = deliveredOpen(sessions) == Books.writtenToOpen(before, sample);
            boolean quiet = now - quietSince > SECOND_NANOS && sessions.stream().anyMatch(Session::isClosed);
            if (answered && sample.inFlight() == 0 && (everythingRead || quiet) || now - deadline > 0) {
                return sample;
            }
            LockSupport.parkNanos(SECOND_NANOS / 50);
        }
    }

    /** Received so far by connections that are open. */
    private static long deliveredOpen(List<Session> sessions) {
        return sessions.stream()
                .filter(session -> !session.isClosed())
                .mapToLong(Session::delivered)
                .sum();
    }

    /** The server when the load has gone: as many connections as before, garbage collected. */
    private ServerSample afterwards(ServerSample idle, Observer observer) {
        long deadline = System.nanoTime() + 5 * SECOND_NANOS;
        while (observer.sample(false).connections() > idle.connections() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(SECOND_NANOS / 50);
        }
        return observer.sample(true);
    }

    /** Sleeps, with a line of progress every second. */
    private void waitUntil(long nanos) {
        long delivered = deliveries.delivered();
        long left;
        while ((left = nanos - System.nanoTime()) > 0) {
            LockSupport.parkNanos(Math.min(left, SECOND_NANOS));
            long now = deliveries.delivered();
            progress.accept(String.format("%,d deliveries, %,d messages", now - delivered, broadcasts.count()));
            delivered = now;
        }
    }

    /** What the measured window has shown. */
    record Measured(
            long firstMessageNanos,
            Window window,
            List<Observer.Timed> samples,
            int unanswered,
            LoadReport.Generator generator) {}
}
