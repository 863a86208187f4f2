package dev.outboard.im.load;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.PushHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Hands every push to the tally of its event loop. Called on event loops; what others may ask says so. */
final class Deliveries implements PushHandler {
    private final Population population;
    private final Texts content;
    private final Broadcasts broadcasts;
    private final List<Tally> tallies = new CopyOnWriteArrayList<>();
    private final LongAdder early = new LongAdder();
    private volatile @Nullable Window window;
    private volatile Tally.@Nullable Completions completions;

    Deliveries(Population population, Texts content, Broadcasts broadcasts) {
        this.population = population;
        this.content = content;
        this.broadcasts = broadcasts;
    }

    /** Says what is measured and who wants to hear of complete messages; before the first message is sent. */
    void begin(Window window, Tally.Completions completions) {
        this.completions = completions;
        this.window = window;
    }

    @Override
    public void onPush(ClientConnection connection, WireReader body) {
        Window window = this.window;
        Tally.Completions completions = this.completions;
        if (window == null || completions == null || !(connection.attachment() instanceof Session session)) {
            early.increment();
            return;
        }
        Tally tally = session.tally();
        if (tally == null) {
            tally = tally(window, completions);
            session.tally(tally);
        }
        tally.deliver(session, body);
    }

    /** The event loops' tallies. Any thread. */
    List<Tally> tallies() {
        return tallies;
    }

    /** Pushes before the first message was sent; there should be none. Any thread. */
    long early() {
        return early.sum();
    }

    /** Deliveries so far. Any thread. */
    long delivered() {
        long sum = 0;
        for (Tally tally : tallies) {
            sum += tally.delivered();
        }
        return sum;
    }

    private Tally tally(Window window, Tally.Completions completions) {
        for (Tally tally : tallies) {
            if (tally.eventLoop() == Thread.currentThread()) {
                return tally;
            }
        }
        Tally tally = new Tally(population, content, broadcasts, window, completions);
        tallies.add(tally);
        return tally;
    }
}
