package dev.outboard.rpc.model;

import static dev.outboard.rpc.model.ModelFrame.CANCEL;
import static dev.outboard.rpc.model.ModelFrame.CONNECTION_CREDIT;
import static dev.outboard.rpc.model.ModelFrame.CREDIT;
import static dev.outboard.rpc.model.ModelFrame.DATA;
import static dev.outboard.rpc.model.ModelFrame.GOAWAY;
import static dev.outboard.rpc.model.ModelFrame.HEADER;
import static dev.outboard.rpc.model.ModelFrame.HELLO;
import static dev.outboard.rpc.model.ModelFrame.HELLO_ACK;
import static dev.outboard.rpc.model.ModelFrame.METHOD_DEF;
import static dev.outboard.rpc.model.ModelFrame.NOTIFY;
import static dev.outboard.rpc.model.ModelFrame.PART;
import static dev.outboard.rpc.model.ModelFrame.PING;
import static dev.outboard.rpc.model.ModelFrame.REQUEST;
import static dev.outboard.rpc.model.ModelFrame.RESPONSE;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a client may send, and what follows from it: the reading half of a server's connection, with the state of all calls.
 * The duties that come of it are in {@link ModelDuties}, which checks the other half.
 *
 * <p>Where several rules are broken by one frame, each of their names is right.
 */
public final class ModelConnection {
    /** The faults that a client can bring about by what it sends. */
    public static final Set<String> FAULTS = Set.of(
            "bad-preface",
            "bad-hello",
            "version",
            "frame-too-long",
            "unknown-frame",
            "unexpected-frame",
            "bad-frame",
            "bad-stream",
            "over-credit",
            "bad-method",
            "too-many-pings",
            "truncated");

    private static final int PINGS_AT_ONCE = 20;
    private static final int UNPROCESSED = 0x100;
    private static final int UNAVAILABLE = 14;
    private static final int UNIMPLEMENTED = 12;

    /** What the server says of itself. */
    public record Limits(
            int longestBody, int longestMessage, int calls, int methods, long streamWindow, long connectionWindow) {}

    /** The order of a connection's life. */
    public enum Phase {
        PREFACE,
        HELLO,
        OPEN,
        CLOSED
    }

    private record Definition(int shape, ModelMethod method) {}

    final Limits limits;
    final ModelDuties duties;
    final Map<Integer, ModelCall> bySlot = new TreeMap<>();
    private final Map<Integer, Definition> methods = new TreeMap<>();
    private Phase phase = Phase.PREFACE;
    private Set<String> fault = Set.of();
    private byte[] unread = {};
    private long streamWindow;
    private int pings;
    private boolean draining;
    private int sunk;
    /** The longest message that the client takes, and whether it takes compressed ones. */
    int clientsLongest;

    boolean compresses;

    /** What the server may send in all streams, and has sent; what the client may send, has sent, and is done with. */
    public long sendAllowed;

    long sent;
    public long takeAllowed;
    public long taken;
    long done;

    public ModelConnection(Limits limits) {
        this.limits = limits;
        this.takeAllowed = limits.connectionWindow();
        this.duties = new ModelDuties(this);
    }

    public ModelDuties duties() {
        return duties;
    }

    public Phase phase() {
        return phase;
    }

    public boolean isDraining() {
        return draining;
    }

    /** The names of the fault that closed the connection, any of which is right; empty for none. */
    public Set<String> fault() {
        return fault;
    }

    /** One-way messages that a handler got. */
    public int sunk() {
        return sunk;
    }

    public boolean isDefined(int number) {
        return methods.containsKey(number);
    }

    /** The call that a slot was last used for; null for none. */
    public ModelCall call(int slot) {
        return bySlot.get(slot);
    }

    // ---- what happens

    /** Bytes come. */
    public void read(byte[] bytes) {
        byte[] all = Arrays.copyOf(unread, unread.length + bytes.length);
        System.arraycopy(bytes, 0, all, unread.length, bytes.length);
        int at = 0;
        while (phase != Phase.CLOSED) {
            int length = phase == Phase.PREFACE ? preface(all) : frame(all, at);
            if (length < 0) {
                break;
            }
            at += length;
        }
        unread = Arrays.copyOfRange(all, Math.min(at, all.length), all.length);
    }

    /** The client's end of the connection is closed. */
    public void end() {
        if (phase != Phase.CLOSED && (phase != Phase.OPEN || unread.length > 0)) {
            fault = Set.of("truncated");
        }
        phase = Phase.CLOSED;
    }

    /** The server drains. */
    public void drain() {
        draining = true;
        duties.goAway(0);
    }

    /** The user of the server ends a call that it has kept. */
    public void finish(int slot, int status) {
        bySlot.get(slot).end(status, new byte[0]);
    }

    // ---- frames as such

    private int preface(byte[] all) {
        for (int i = 0; i < Math.min(all.length, ModelRules.PREFACE.length); i++) {
            if (all[i] != ModelRules.PREFACE[i]) {
                broken(Set.of("bad-preface"));
                return -1;
            }
        }
        if (all.length < ModelRules.PREFACE.length) {
            return -1;
        }
        phase = Phase.HELLO;
        return ModelRules.PREFACE.length;
    }

    private int frame(byte[] all, int at) {
        if (all.length - at < HEADER) {
            return -1;
        }
        ModelFrame header = ModelFrame.header(all, at);
        String wrong = ModelRules.fault(header, phase == Phase.OPEN ? limits.longestBody() : 4096);
        if (wrong != null) {
            broken(Set.of(wrong));
            return -1;
        }
        int end = at + HEADER + header.length();
        if (end > all.length) {
            return -1;
        }
        take(header.withBody(Arrays.copyOfRange(all, at + HEADER, end)));
        return end - at;
    }

    private void broken(Set<String> names) {
        phase = Phase.CLOSED;
        fault = names;
        duties.fault(names.iterator().next());
    }

    // ---- frames by their types

    private void take(ModelFrame frame) {
        if (phase == Phase.HELLO) {
            hello(frame);
            return;
        }
        switch (frame.type()) {
            case REQUEST -> request(frame);
            case DATA -> data(frame);
            case PART -> part(frame);
            case CANCEL -> cancel(frame);
            case CREDIT -> credit(frame);
            case CONNECTION_CREDIT -> connectionCredit(frame);
            case METHOD_DEF -> define(frame);
            case NOTIFY -> notify(frame);
            case PING -> ping(frame);
            case GOAWAY -> goAway(frame);
            case RESPONSE ->
                broken(
                        ModelExtension.length(frame) == ModelExtension.ILL
                                ? Set.of("unexpected-frame", "bad-frame")
                                : Set.of("unexpected-frame"));
            case HELLO, HELLO_ACK -> broken(Set.of("unexpected-frame"));
            default -> {
                // PONG, and types to skip.
            }
        }
    }

    private void hello(ModelFrame frame) {
        if (frame.type() != HELLO) {
            broken(Set.of("unexpected-frame"));
            return;
        }
        ModelEntries.Hello hello = ModelEntries.hello(frame.body());
        if (hello.fault() != null) {
            broken(Set.of(hello.fault()));
            return;
        }
        phase = Phase.OPEN;
        streamWindow = hello.streamWindow();
        clientsLongest = hello.longestMessage();
        compresses = hello.compresses();
        sendAllowed = hello.connectionWindow();
        duties.acknowledge();
    }

    private void define(ModelFrame frame) {
        String definition = ModelEntries.definition(frame.body());
        int number = frame.aux16();
        if (definition == null
                || definition.startsWith("3 ")
                || number < 1
                || number > limits.methods()
                || methods.containsKey(number)) {
            broken(Set.of("bad-method"));
            return;
        }
        ModelMethod found = null;
        for (ModelMethod method : ModelMethod.values()) {
            if (method.isKnown() && definition.equals(method.shape() + " " + method.fullName())) {
                found = method;
            }
        }
        methods.put(number, new Definition(definition.charAt(0) - '0', found));
    }

    private void notify(ModelFrame frame) {
        Definition method = methods.get(frame.aux16());
        Set<String> wrong = new TreeSet<>();
        int extension = extension(frame, wrong);
        if (method == null || method.shape() != 2) {
            wrong.add("bad-method");
        }
        if (!wrong.isEmpty()) {
            broken(wrong);
        } else if (method.method() != null && !draining && isReadable(frame, extension)) {
            sunk++;
        }
    }

    private boolean isReadable(ModelFrame frame, int extension) {
        try {
            if (frame.isCompressed()) {
                ModelCompression.read(behind(frame, extension), limits.longestMessage());
            }
            return true;
        } catch (ModelCompression.Unreadable e) {
            return false;
        }
    }

    private static byte[] behind(ModelFrame frame, int extension) {
        return Arrays.copyOfRange(frame.body(), extension, frame.length());
    }

    /** Bytes of the extension; 0, and another name for what is wrong, where it is ill-formed. */
    private static int extension(ModelFrame frame, Set<String> wrong) {
        int bytes = ModelExtension.length(frame);
        if (bytes == ModelExtension.ILL) {
            wrong.add("bad-frame");
            return 0;
        }
        return bytes;
    }

    private void ping(ModelFrame frame) {
        if (++pings > PINGS_AT_ONCE) {
            broken(Set.of("too-many-pings"));
        } else {
            duties.pong(frame.body());
        }
    }

    private void goAway(ModelFrame frame) {
        if (frame.aux16() != 0) {
            phase = Phase.CLOSED;
            duties.closed();
        }
    }

    private void request(ModelFrame frame) {
        Definition method = methods.get(frame.aux16());
        Set<String> wrong = new TreeSet<>();
        int extension = extension(frame, wrong);
        ModelCall before = bySlot.get(frame.slot());
        if (frame.slot() > limits.calls() || before != null && before.state != ModelCall.State.ANSWERED) {
            wrong.add("bad-stream");
        }
        if (method == null || method.shape() == 2) {
            wrong.add("bad-method");
        } else if (method.shape() >= 5 && frame.length() > extension) {
            wrong.add("bad-stream");
        }
        if (!wrong.isEmpty()) {
            broken(wrong);
            return;
        }
        ModelCall call =
                new ModelCall(frame.stream(), method.shape(), method.method(), streamWindow, limits.streamWindow());
        call.timesAsked = (frame.flags() & 1) != 0;
        bySlot.put(frame.slot(), call);
        if (draining) {
            call.end(UNPROCESSED | UNAVAILABLE, new byte[0]);
        } else if (method.method() == null) {
            call.end(UNPROCESSED | UNIMPLEMENTED, new byte[0]);
        } else if (frame.goesOn() && !call.clientStreams()) {
            call.begin(frame, extension);
        } else {
            open(call, behind(frame, extension), frame.isCompressed() && !call.clientStreams());
        }
    }

    /** The request is all there. */
    private void open(ModelCall call, byte[] body, boolean isCompressed) {
        byte[] request = body;
        if (isCompressed) {
            try {
                request = ModelCompression.read(body, limits.longestMessage());
            } catch (ModelCompression.Unreadable e) {
                call.end(UNPROCESSED | e.status, new byte[0]);
                return;
            }
        }
        ModelServices.open(this, call, request);
    }

    /** The call that a part of a message belongs to; null where it crossed the end of that. */
    private ModelCall begun(ModelFrame frame) {
        ModelCall call = bySlot.get(frame.slot());
        return call != null && call.stream == frame.stream() && call.comingType() != 0 ? call : null;
    }

    private void part(ModelFrame frame) {
        ModelCall call = begun(frame);
        if (neverUsed(frame) || frame.aux16() == RESPONSE || call != null && call.comingType() != frame.aux16()) {
            broken(Set.of("bad-stream"));
            return;
        }
        boolean isData = frame.aux16() == DATA;
        long longest = (long) HEADER + limits.longestMessage();
        Set<String> wrong = new TreeSet<>();
        if (isData) {
            taken += frame.length();
            if (taken - takeAllowed > longest) {
                wrong.add("over-credit");
            }
        }
        if (call == null) {
            done += isData ? frame.length() : 0;
            endWith(wrong);
            return;
        }
        if (isData) {
            call.taken += frame.length();
            if (call.taken - call.takeAllowed > longest) {
                wrong.add("over-credit");
            }
        }
        call.add(frame.body());
        if (call.comingBytes() > limits.longestMessage()) {
            wrong.add("frame-too-long");
        }
        if (endWith(wrong) || frame.goesOn()) {
            return;
        }
        byte[] body = call.comingBody();
        call.drop();
        if (isData) {
            ModelServices.message(this, call, body, call.isComingCompressed());
        } else if (draining && call.isStream()) {
            call.end(UNPROCESSED | UNAVAILABLE, new byte[0]);
        } else {
            open(call, body, call.isComingCompressed());
        }
    }

    private boolean endWith(Set<String> wrong) {
        if (!wrong.isEmpty()) {
            broken(wrong);
        }
        return !wrong.isEmpty();
    }

    /** What has come in part is not wanted any more: its credit goes back. */
    void dropPart(ModelCall call) {
        if (call.comingType() == DATA) {
            done += HEADER + call.comingBytes();
        }
        call.drop();
    }

    private boolean neverUsed(ModelFrame frame) {
        return !bySlot.containsKey(frame.slot());
    }

    /** The stream that a frame is for; null where it crossed the end of it, or is for a call that is no stream. */
    private ModelCall live(ModelFrame frame) {
        ModelCall call = bySlot.get(frame.slot());
        return call != null && call.isLive() && call.stream == frame.stream() ? call : null;
    }

    private void data(ModelFrame frame) {
        boolean isEnd = frame.aux16() == 1;
        long cost = isEnd ? 0 : HEADER + frame.length();
        long longest = (long) HEADER + limits.longestMessage();
        Set<String> wrong = new TreeSet<>();
        if (begun(frame) != null) {
            broken(Set.of("bad-stream"));
            return;
        }
        ModelCall call = live(frame);
        taken += cost;
        if (neverUsed(frame) || call != null && (!call.clientStreams() || call.clientEnded)) {
            wrong.add("bad-stream");
        }
        if (!isEnd && taken - takeAllowed > longest) {
            wrong.add("over-credit");
        }
        if (call != null) {
            call.taken += cost;
            if (!isEnd && call.taken - call.takeAllowed > longest) {
                wrong.add("over-credit");
            }
        }
        if (!wrong.isEmpty()) {
            broken(wrong);
        } else if (call == null) {
            done += cost;
        } else if (isEnd) {
            call.clientEnded = true;
            ModelServices.clientEnded(this, call);
        } else if (frame.goesOn()) {
            call.begin(frame, 0);
        } else {
            ModelServices.message(this, call, frame.body(), frame.isCompressed());
        }
    }

    private void cancel(ModelFrame frame) {
        ModelCall coming = begun(frame);
        if (coming != null && coming.comingType() == REQUEST) {
            coming.drop();
            coming.end(UNPROCESSED | (frame.aux16() <= 16 ? frame.aux16() : 2), new byte[0]);
            return;
        }
        if (coming != null) {
            dropPart(coming);
        }
        ModelCall call = live(frame);
        if (neverUsed(frame)) {
            broken(Set.of("bad-stream"));
        } else if (call != null && call.isOpen()) {
            // A number that is no code is UNKNOWN.
            call.end(frame.aux16() <= 16 ? frame.aux16() : 2, new byte[0]);
        }
    }

    private void credit(ModelFrame frame) {
        ModelCall call = live(frame);
        if (call != null && call.comingType() == REQUEST) {
            return; // no stream yet
        }
        if (neverUsed(frame)) {
            broken(Set.of("bad-stream"));
        } else if (call != null && frame.bodyAsNumber() < call.sendAllowed) {
            broken(Set.of("bad-frame"));
        } else if (call != null) {
            call.sendAllowed = frame.bodyAsNumber();
            ModelServices.send(this, call);
        }
    }

    private void connectionCredit(ModelFrame frame) {
        if (frame.bodyAsNumber() < sendAllowed) {
            broken(Set.of("bad-frame"));
            return;
        }
        sendAllowed = frame.bodyAsNumber();
        // Which stream gets it first is the server's choice; this one goes by slots.
        bySlot.values().forEach(call -> ModelServices.send(this, call));
    }
}
