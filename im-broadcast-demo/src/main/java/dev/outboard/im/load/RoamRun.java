package dev.outboard.im.load;

import dev.outboard.im.client.FeedCounters;
import dev.outboard.im.client.Pushes;
import dev.outboard.im.client.RecoveringUser;
import dev.outboard.im.client.ServerAddress;
import dev.outboard.im.client.UserOptions;
import dev.outboard.rpc.RpcException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * One run with users who stay, whatever becomes of their connections: connects, warms up, measures, and then waits until
 * every acknowledged message has reached every member. Used by one thread.
 */
public final class RoamRun {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int UNDER_WAY = 128;

    private final LoadOptions options;
    private final LoadTerms terms;
    private final Consumer<String> progress;
    private final Population population;
    private final Texts texts;
    private final Broadcasts broadcasts = new Broadcasts();
    private final FeedCounters counters = new FeedCounters();
    private final RoamTally tally;
    private final List<ServerAddress> servers;

    private RoamRun(LoadOptions options, LoadTerms terms, Consumer<String> progress) {
        this.options = options;
        this.terms = terms;
        this.progress = progress;
        this.population = terms.population(options, ThreadLocalRandom.current().nextInt());
        this.texts = terms.texts(options);
        this.tally = new RoamTally(population, texts, broadcasts);
        this.servers = terms.servers().isEmpty()
                ? List.of(new ServerAddress(options.host(), options.port()))
                : terms.servers();
    }

    /**
     * Runs the load. Blocks for all of it.
     *
     * @param progress gets a line for every phase and every second
     * @throws LoadException where no server can be reached or none plays along; its message is one line
     */
    public static RoamReport run(LoadOptions options, LoadTerms terms, Consumer<String> progress) {
        return new RoamRun(options, terms, progress).run();
    }

    private RoamReport run() {
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "im-load-timer");
            thread.setDaemon(true);
            return thread;
        });
        List<RecoveringUser> users = new ArrayList<>();
        try (Readers readers = new Readers(options, terms, population, Pushes.messages(), Pushes::wire)) {
            try {
                return run(readers, scheduler, users);
            } finally {
                users.forEach(RecoveringUser::close);
            }
        } catch (RpcException e) {
            throw new LoadException(e.status().toString());
        } finally {
            scheduler.shutdownNow();
        }
    }

    private RoamReport run(Readers readers, ScheduledExecutorService scheduler, List<RecoveringUser> users) {
        for (int user = 0; user < population.users(); user++) {
            int number = user;
            UserOptions who = UserOptions.of(population.userId(user), groupIds(user), servers)
                    .startingAt(user);
            users.add(new RecoveringUser(
                    who,
                    address -> readers.connect(number, address),
                    scheduler,
                    tally.feed(user, !readers.held().isHeld(user)),
                    counters));
        }
        connect(users);
        RoamSender sender = new RoamSender(
                population, texts, broadcasts, users, terms.turns(options, population), readers.held(), tally);
        Pace pace = terms.pace(options, sender);
        Churn churn = new Churn(users, Math.max(terms.churnPerSecond(), 1e-9), options.seed());
        try {
            return measure(readers, scheduler, users, sender, pace, churn);
        } finally {
            pace.stop();
        }
    }

    private RoamReport measure(
            Readers readers,
            ScheduledExecutorService scheduler,
            List<RecoveringUser> users,
            RoamSender sender,
            Pace pace,
            Churn churn) {
        long first = System.nanoTime();
        long start = first + options.warmup().toNanos();
        Window window = new Window(start, start + options.window().toNanos());
        BusyTime busy = new BusyTime(tally::eventLoops);
        OwnCost cost = new OwnCost(options.eventLoops() + 1);
        // On a thread of its own: it makes other users send, and one user's lock is held when it is told.
        tally.begin(window, broadcast -> scheduler.execute(() -> pace.complete(broadcast)));
        pace.start();
        if (terms.churnPerSecond() > 0) {
            churn.start();
        }
        waitUntil(window.startNanos());
        busy.start();
        cost.start();
        waitUntil(window.endNanos());
        LoadReport.Generator generator = cost.end(busy.share(window), pace.sendLagNanos() / 1e6);
        double churned = (System.nanoTime() - first) / 1e9;
        if (terms.churnPerSecond() > 0) {
            churn.stop();
        }
        pace.stop();
        readers.goOn();
        int askedAgain = settle(users, sender);
        RoamReport report = report(window, sender, churn.cuts(), churned, askedAgain, generator);
        leave(users);
        return report;
    }

    private RoamReport report(
            Window window,
            RoamSender sender,
            long cuts,
            double churnedSeconds,
            int askedAgain,
            LoadReport.Generator generator) {
        long[] lost = new long[1];
        broadcasts.forEachOpen(broadcast -> {
            if (broadcast.isAcknowledged()) {
                lost[0] += population.members(broadcast.group()).length - broadcast.received();
            }
        });
        return new RoamReport(
                options,
                servers.stream().map(ServerAddress::toString).toList(),
                terms.describe(options, population),
                population.memberships(),
                List.of(window.startNanos(), window.endNanos()),
                sender.sent(),
                sender.acknowledged(),
                sender.failures(),
                sender.unanswered(),
                tally.full(),
                tally.delivered(),
                lost[0],
                tally.deliveredInWindow() / window.seconds(),
                latency(tally.latencies()),
                cuts,
                cuts / churnedSeconds,
                askedAgain,
                tally.faults(),
                counters.counts(),
                generator);
    }

    private static LoadReport.Latency latency(Histogram all) {
        return new LoadReport.Latency(
                all.getTotalCount(),
                all.getValueAtPercentile(50) / 1e6,
                all.getValueAtPercentile(90) / 1e6,
                all.getValueAtPercentile(99) / 1e6,
                all.getValueAtPercentile(99.9) / 1e6,
                all.getMaxValue() / 1e6);
    }

    private void connect(List<RecoveringUser> users) {
        progress.accept("connecting " + users.size() + " users to "
                + String.join(
                        ", ", servers.stream().map(ServerAddress::toString).toList()) + ", "
                + population.groups() + " groups, " + population.memberships() + " memberships");
        long start = System.nanoTime();
        for (int i = 0; i < users.size(); i++) {
            if (terms.rampPerSecond() > 0) {
                sleepUntil(start + (long) (i * 1e9 / terms.rampPerSecond()));
            }
            users.get(i).start();
            if (i >= UNDER_WAY) {
                awaitReady(users.get(i - UNDER_WAY));
            }
        }
        users.forEach(RoamRun::awaitReady);
    }

    private static void awaitReady(RecoveringUser user) {
        long deadline = System.nanoTime() + CONNECT_NANOS;
        while (!user.isReady()) {
            String refusal = user.refusal();
            if (refusal != null) {
                throw new LoadException(refusal);
            }
            if (System.nanoTime() - deadline > 0) {
                throw new LoadException("connecting: a user is not there after 60 s");
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    /**
     * Waits until everybody has got everything, or the time for that is up. The last messages of a group may have been dropped
     * without a trace; so, when nothing comes any more, those who lack something are made to reconnect, once.
     *
     * @return how many that were
     */
    private int settle(List<RecoveringUser> users, RoamSender sender) {
        progress.accept("waiting until everybody has got everything");
        long deadline = System.nanoTime() + options.drain().toNanos();
        long quietSince = System.nanoTime();
        long before = -1;
        int asked = 0;
        while (System.nanoTime() - deadline < 0) {
            if (sender.unanswered() == 0 && tally.full() == sender.acknowledged()) {
                return asked;
            }
            long now = tally.delivered() + sender.acknowledged();
            if (now != before) {
                before = now;
                quietSince = System.nanoTime();
            } else if (asked == 0 && System.nanoTime() - quietSince > QUIET_NANOS) {
                asked = askAgain(users);
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
        return asked;
    }

    private int askAgain(List<RecoveringUser> users) {
        boolean[] lacking = new boolean[users.size()];
        broadcasts.forEachOpen(broadcast -> {
            int[] members = population.members(broadcast.group());
            for (int i = 0; broadcast.isAcknowledged() && i < members.length; i++) {
                lacking[members[i]] |= !broadcast.hasGot(i);
            }
        });
        int count = 0;
        for (int user = 0; user < lacking.length; user++) {
            if (lacking[user]) {
                users.get(user).reconnect();
                count++;
            }
        }
        return count;
    }

    private void leave(List<RecoveringUser> users) {
        progress.accept("leaving the groups");
        Batch batch = new Batch("leaving", UNDER_WAY * 64);
        for (RecoveringUser user : users) {
            int calls = user.leave(batch::done);
            for (int i = 0; i < calls; i++) {
                batch.begin();
            }
        }
        batch.finish();
    }

    private List<Integer> groupIds(int user) {
        return Arrays.stream(population.groupsOf(user))
                .mapToObj(population::groupId)
                .toList();
    }

    /** Sleeps, with a line of progress every second. */
    private void waitUntil(long nanos) {
        long delivered = tally.delivered();
        while (System.nanoTime() - nanos < 0) {
            sleepUntil(Math.min(nanos, System.nanoTime() + TimeUnit.SECONDS.toNanos(1)));
            long now = tally.delivered();
            progress.accept(String.format(
                    "%,d deliveries, %,d messages, %,d connections made",
                    now - delivered, broadcasts.count(), counters.counts().connects()));
            delivered = now;
        }
    }

    private static void sleepUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
