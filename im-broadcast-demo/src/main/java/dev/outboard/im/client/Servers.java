package dev.outboard.im.client;

import java.util.ArrayList;
import java.util.List;

/** The servers that a user may connect to, and which one is next. Not thread-safe. */
final class Servers {
    private final List<ServerAddress> known;
    private final List<ServerAddress> hinted = new ArrayList<>();
    private int next;

    /**
     * @param known at least one
     * @param first where to begin, counted from 0 and around
     */
    Servers(List<ServerAddress> known, int first) {
        this.known = List.copyOf(known);
        this.next = Math.floorMod(first, known.size());
    }

    /** The server to try; hinted ones come first. */
    ServerAddress next() {
        if (!hinted.isEmpty()) {
            return hinted.remove(0);
        }
        ServerAddress address = known.get(next);
        next = (next + 1) % known.size();
        return address;
    }

    /** Goes on with the one that was tried last. */
    void again() {
        next = Math.floorMod(next - 1, known.size());
    }

    /**
     * A server that goes away has said where else to go; what is no address is passed over.
     *
     * @return whether there was one
     */
    boolean hint(String text) {
        hinted.clear();
        for (String part : text.split(",")) {
            if (ServerAddress.isAddress(part.strip())) {
                hinted.add(ServerAddress.of("hint", part.strip()));
            }
        }
        return !hinted.isEmpty();
    }
}
