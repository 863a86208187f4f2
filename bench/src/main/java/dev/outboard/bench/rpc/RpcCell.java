package dev.outboard.bench.rpc;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** How many connections, and how many calls in flight on each. */
public record RpcCell(int connections, int inFlight) {
    private static final int MOST = 1024;

    public RpcCell {
        if (connections < 1 || connections > MOST || inFlight < 1 || inFlight > MOST) {
            throw new IllegalArgumentException(
                    "cell: " + connections + "x" + inFlight + " (expected: 1x1 to " + MOST + "x" + MOST + ")");
        }
    }

    /** As in {@code 16x32}. */
    @JsonCreator
    public static RpcCell of(String text) {
        try {
            int x = text.indexOf('x');
            return new RpcCell(Integer.parseInt(text.substring(0, x)), Integer.parseInt(text.substring(x + 1)));
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("cell: " + text + " (expected: CONNECTIONSxIN-FLIGHT, as in 16x32)", e);
        }
    }

    @JsonValue
    @Override
    public String toString() {
        return connections + "x" + inFlight;
    }
}
