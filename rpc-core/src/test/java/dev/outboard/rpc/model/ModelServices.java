package dev.outboard.rpc.model;

import dev.outboard.rpc.model.ModelCall.State;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** What the methods of {@link ModelMethod} do, and which credit they are done with. */
final class ModelServices {
    private static final int INVALID_ARGUMENT = 3;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int INTERNAL = 13;

    private ModelServices() {}

    static void open(ModelConnection connection, ModelCall call, byte[] request) {
        switch (call.method) {
            case ECHO -> {
                boolean fits = request.length <= connection.clientsLongest;
                call.end(fits ? 0 : RESOURCE_EXHAUSTED, fits ? request : new byte[0]);
            }
            case THROW -> call.end(INTERNAL, new byte[0]);
            case COUNT -> {
                if (request.length < 4) {
                    call.end(INVALID_ARGUMENT, new byte[0]);
                } else {
                    count(call, request);
                    send(connection, call);
                }
            }
            default -> {
                // Waits for messages, or for the script.
            }
        }
    }

    private static void count(ModelCall call, byte[] request) {
        for (int i = 0; i < (request[0] & 7); i++) {
            byte[] message = new byte[request[1] & 0xff];
            Arrays.fill(message, (byte) i);
            call.toSend.add(message);
        }
    }

    /** A message of the client's, which may go on to a stream that has ended meanwhile; it cost what was on the wire. */
    static void message(ModelConnection connection, ModelCall call, byte[] body, boolean isCompressed) {
        int cost = ModelFrame.HEADER + body.length;
        byte[] message = body;
        if (isCompressed && call.isOpen()) {
            try {
                message = ModelCompression.read(body, connection.limits.longestMessage());
            } catch (ModelCompression.Unreadable e) {
                done(connection, call, cost);
                call.end(e.status, new byte[0]);
                return;
            }
        }
        take(connection, call, message, cost);
    }

    private static void take(ModelConnection connection, ModelCall call, byte[] message, int cost) {
        if (call.isOpen() && (call.method == ModelMethod.HOLD || call.method == ModelMethod.BACK)) {
            call.held += cost;
            if (call.method == ModelMethod.BACK) {
                call.toSend.add(message);
                call.heldCosts.add(cost);
                send(connection, call);
            }
            return;
        }
        done(connection, call, cost);
        if (!call.isOpen()) {
            return;
        }
        if (message.length < Long.BYTES) {
            call.end(INVALID_ARGUMENT, new byte[0]);
        } else {
            call.sum += ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getLong();
        }
    }

    static void clientEnded(ModelConnection connection, ModelCall call) {
        if (call.isOpen() && call.method == ModelMethod.SUM) {
            call.end(0, sum(call));
        }
        send(connection, call);
    }

    private static byte[] sum(ModelCall call) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(call.sum)
                .array();
    }

    /** Sends what there is credit for: "while both sums are below what is allowed". */
    static void send(ModelConnection connection, ModelCall call) {
        if (!call.isOpen() || !call.isStream() || call.comingType() == ModelFrame.REQUEST) {
            return;
        }
        while (!call.toSend.isEmpty()
                && call.toSend.element().length <= connection.clientsLongest
                && call.sent < call.sendAllowed
                && connection.sent < connection.sendAllowed) {
            byte[] message = call.toSend.remove();
            int cost = ModelFrame.HEADER + message.length;
            call.sent += cost;
            connection.sent += cost;
            call.onTheWay.add(message);
            if (call.method == ModelMethod.BACK) {
                int kept = call.heldCosts.remove();
                call.held -= kept;
                done(connection, call, kept);
            }
        }
        boolean isLast = call.method == ModelMethod.COUNT || call.method == ModelMethod.BACK && call.clientEnded;
        if (isLast && call.toSend.isEmpty()) {
            call.end(0, new byte[0]);
        }
    }

    /** RESPONSE has been sent: what the user held goes back to the connection. */
    static void answered(ModelConnection connection, ModelCall call) {
        call.state = State.ANSWERED;
        connection.done += call.held;
        call.held = 0;
        connection.dropPart(call);
    }

    private static void done(ModelConnection connection, ModelCall call, long cost) {
        call.done += cost;
        connection.done += cost;
    }
}
