package dev.outboard.rpc.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;

/** What the server owes its client, and whether that is what it sends. */
public final class ModelDuties {
    /** Of each fault; null where the server says nothing. */
    private static final Map<String, Integer> CODES = Map.of(
            "bad-hello", 1,
            "version", 2,
            "frame-too-long", 3,
            "unknown-frame", 1,
            "unexpected-frame", 1,
            "bad-frame", 1,
            "bad-stream", 1,
            "over-credit", 1,
            "bad-method", 1,
            "too-many-pings", 5);

    private final ModelConnection connection;
    private final Deque<byte[]> pongs = new ArrayDeque<>();
    private final Deque<Integer> goAways = new ArrayDeque<>();
    private boolean owesAck;
    private boolean owesPush;
    /** The connection is closing: what was owed need not come any more. */
    private boolean isExcused;

    private boolean saidLast;

    ModelDuties(ModelConnection connection) {
        this.connection = connection;
    }

    void acknowledge() {
        owesAck = true;
        owesPush = true;
    }

    void pong(byte[] body) {
        pongs.add(body);
    }

    void goAway(int code) {
        goAways.add(code);
    }

    void closed() {
        isExcused = true;
    }

    void fault(String name) {
        isExcused = true;
        Integer code = CODES.get(name);
        if (code != null) {
            goAways.add(code);
        }
    }

    /** The server has sent a frame. */
    public void sent(byte[] bytes) {
        ModelFrame header = ModelFrame.header(bytes, 0);
        ModelFrame frame = header.withBody(Arrays.copyOfRange(bytes, ModelFrame.HEADER, bytes.length));
        assertThat(saidLast).as("behind the last GOAWAY: %s", frame).isFalse();
        assertThat(owesAck && frame.type() != ModelFrame.HELLO_ACK)
                .as("before HELLO_ACK: %s", frame)
                .isFalse();
        switch (frame.type()) {
            case ModelFrame.HELLO_ACK -> hello(frame);
            case ModelFrame.METHOD_DEF -> push(frame);
            case ModelFrame.PONG -> assertThat(frame.body()).isEqualTo(pongs.remove());
            case ModelFrame.GOAWAY -> goAway(frame);
            case ModelFrame.RESPONSE -> response(frame);
            case ModelFrame.DATA -> data(frame);
            case ModelFrame.CREDIT -> credit(frame);
            case ModelFrame.CONNECTION_CREDIT -> connectionCredit(frame);
            default -> throw new AssertionError("a frame that no server sends: " + frame);
        }
    }

    /** All that follows from what was read has been sent. */
    public void settled() {
        if (!isExcused) {
            assertThat(owesAck || owesPush).as("owes HELLO_ACK").isFalse();
            assertThat(pongs).isEmpty();
            connection.bySlot.values().forEach(this::settled);
            connection.bySlot.values().forEach(call -> ModelServices.send(connection, call));
            isGiven("connection", connection.done, connection.takeAllowed, connection.limits.connectionWindow());
        }
        assertThat(goAways).as("owes GOAWAY").isEmpty();
    }

    private void settled(ModelCall call) {
        assertThat(call.onTheWay).as("owes messages of %s", call).isEmpty();
        assertThat(call.state).as("owes RESPONSE of %s", call).isNotEqualTo(ModelCall.State.ENDED);
        if (call.isLive() && call.clientStreams()) {
            isGiven(call.toString(), call.done, call.takeAllowed, connection.limits.streamWindow());
        }
    }

    /** Credit is given when half of the window is free, and never more than the window. */
    private static void isGiven(String of, long done, long allowed, long window) {
        long free = done + window - allowed;
        assertThat(free).as("credit of %s", of).isGreaterThanOrEqualTo(0).isLessThan((window + 1) / 2);
    }

    private void hello(ModelFrame frame) {
        assertThat(owesAck).isTrue();
        owesAck = false;
        assertThat(ModelEntries.isAck(frame.body(), connection.limits, connection.compresses))
                .as("HELLO_ACK")
                .isTrue();
    }

    private void push(ModelFrame frame) {
        assertThat(owesPush).isTrue();
        owesPush = false;
        assertThat(frame.aux16()).isEqualTo(1);
        assertThat(ModelEntries.definition(frame.body())).isEqualTo("3 outboard.test.Model/TICK");
    }

    private void goAway(ModelFrame frame) {
        assertThat(goAways).as("GOAWAY that is not owed: %s", frame).isNotEmpty();
        assertThat(frame.aux16()).isEqualTo(goAways.remove());
        assertThat(frame.length()).isLessThanOrEqualTo(1024);
        saidLast = frame.aux16() != 0;
    }

    private ModelCall live(ModelFrame frame) {
        ModelCall call = connection.call(frame.slot());
        assertThat(call).as("call of %s", frame).isNotNull();
        assertThat(call.stream).as("stream of %s", frame).isEqualTo(frame.stream());
        assertThat(call.state).as("%s for %s", frame, call).isNotEqualTo(ModelCall.State.ANSWERED);
        boolean toldTimes = frame.type() == ModelFrame.RESPONSE
                && call.timesAsked
                && !call.isStream()
                && (call.status & 0x100) == 0;
        assertThat(frame.aux32() != 0).as("times of %s", call).isEqualTo(toldTimes);
        return call;
    }

    private void response(ModelFrame frame) {
        ModelCall call = live(frame);
        assertThat(call.state).as("%s for %s", frame, call).isEqualTo(ModelCall.State.ENDED);
        assertThat(frame.aux16()).as("status of %s", call).isEqualTo(call.status);
        assertThat(call.onTheWay).as("RESPONSE before messages of %s", call).isEmpty();
        if (call.status == 0) {
            assertThat(frame.body()).isEqualTo(call.reply);
        } else {
            assertThat(frame.length()).isLessThanOrEqualTo(1024 + 3);
        }
        ModelServices.answered(connection, call);
    }

    private void data(ModelFrame frame) {
        ModelCall call = live(frame);
        assertThat(frame.aux16()).isZero();
        assertThat(call.onTheWay).as("message that is not owed by %s", call).isNotEmpty();
        assertThat(frame.body()).isEqualTo(call.onTheWay.remove());
    }

    private void credit(ModelFrame frame) {
        ModelCall call = live(frame);
        assertThat(call.isStream()).as("credit of %s", call).isTrue();
        assertThat(frame.bodyAsNumber()).as("credit of %s", call).isGreaterThanOrEqualTo(call.takeAllowed);
        call.takeAllowed = frame.bodyAsNumber();
    }

    private void connectionCredit(ModelFrame frame) {
        assertThat(frame.bodyAsNumber()).isGreaterThanOrEqualTo(connection.takeAllowed);
        connection.takeAllowed = frame.bodyAsNumber();
    }
}
