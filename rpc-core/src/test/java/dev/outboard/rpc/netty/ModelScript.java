package dev.outboard.rpc.netty;

import dev.outboard.rpc.hostile.RawPeer;
import dev.outboard.rpc.model.ModelCall;
import dev.outboard.rpc.model.ModelCompression;
import dev.outboard.rpc.model.ModelConnection.Phase;
import dev.outboard.rpc.model.ModelFrame;
import dev.outboard.rpc.model.ModelMethod;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A client that mostly keeps the rules, and the user of the server: a few frames, then a look at what came. What it does is
 * chosen by a generator and by the model's state.
 */
final class ModelScript {
    private static final int SLOTS = 7;
    private static final int[] TYPES = {1, 2, 3, 4, 5, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x07, 0x8a, 0xca
    };

    private static final int TIMES = 1;
    private static final int MORE = 2;
    private static final int COMPRESSED = 4;

    /** At the rules' edges. */
    private static final int[] LENGTHS = {0, 7, 8, 9, 1024, 1025, 4096, 4097, 9000};

    private final SplittableRandom random;
    private final ModelRig rig;
    private final ByteArrayOutputStream turn = new ByteArrayOutputStream();
    private final boolean[] begun = new boolean[SLOTS + 1];
    /** One frame in so many is made worse; 0 for none. */
    private final int badIn;

    private final Mood mood;

    /** What a client does more of than of the rest. */
    private enum Mood {
        EVEN,
        /** Messages, whether or not there is credit. */
        FLOOD,
        PINGS,
        /** Goes in the middle of a frame. */
        CUT_OFF
    }

    ModelScript(SplittableRandom random, ModelRig rig) {
        this(
                random,
                rig,
                random.nextInt(3) == 0 ? 0 : 10 + random.nextInt(90),
                random.nextInt(3) == 0 ? Mood.values()[random.nextInt(4)] : Mood.EVEN);
    }

    private ModelScript(SplittableRandom random, ModelRig rig, int badIn, Mood mood) {
        this.random = random;
        this.rig = rig;
        this.badIn = badIn;
        this.mood = mood;
    }

    /** Plays it until the connection is closed, or some turns are over. */
    void play() {
        greet();
        send();
        for (int i = 0; i < 20 && !rig.isClosed(); i++) {
            act();
            turn.reset();
            Arrays.fill(begun, false);
            for (int frames = random.nextInt(6); frames >= 0; frames--) {
                add(frame());
            }
            send();
        }
        if (mood == Mood.CUT_OFF && !rig.isClosed()) {
            byte[] begun = frame().bytes();
            rig.read(List.of(Arrays.copyOf(begun, 1 + random.nextInt(begun.length - 1))));
        }
        rig.end();
    }

    /** What a client says that wants nothing yet but to know the methods. */
    static byte[] handshake() {
        ModelScript plain = new ModelScript(new SplittableRandom(1), null, 0, Mood.EVEN);
        plain.greet();
        return plain.turn.toByteArray();
    }

    private void greet() {
        byte[] preface = RawPeer.preface();
        if (badIn > 0 && random.nextInt(15) == 0) {
            preface[random.nextInt(8)]++;
        }
        turn.writeBytes(preface);
        add(ModelFrame.of(ModelFrame.HELLO, 0, 0, 0, hello()));
        for (ModelMethod method : ModelMethod.values()) {
            add(define(method.ordinal() + 1, method.shape(), method.fullName()));
        }
    }

    private byte[] hello() {
        boolean mayBeBad = badIn > 0;
        ByteBuffer out = ByteBuffer.allocate(200);
        entry(out, 1, 2, mayBeBad && random.nextInt(6) == 0 ? random.nextInt(3) : 1);
        entry(out, 2, 2, 1 + random.nextInt(3));
        entry(out, 3, 8, random.nextLong());
        entry(out, 4, 4, 4096 + random.nextInt(mayBeBad ? -6 : 0, 1000));
        entry(out, random.nextInt(18, 0x7fff), 2, 7);
        entry(out, 7, 4, 1 + random.nextInt(600));
        entry(out, 8, 4, 1 + random.nextInt(1500));
        if (random.nextBoolean()) {
            entry(out, 9, 4, random.nextInt(8));
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    /** An entry; one in many is left out, doubled, of another length or critical. */
    private void entry(ByteBuffer out, int id, int length, long value) {
        int what = badIn == 0 ? 9 : random.nextInt(200);
        for (int times = what == 0 ? 0 : what == 1 ? 2 : 1; times > 0; times--) {
            int size = what == 2 ? length + 1 : length;
            out.putShort((short) (what == 3 ? id | 0x8000 : id)).putShort((short) size);
            for (int i = size - 1; i >= 0; i--) {
                out.put((byte) (value >>> 8 * i));
            }
        }
    }

    private static ModelFrame define(int number, int shape, String name) {
        byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
        byte[] body = ByteBuffer.allocate(4 + ascii.length)
                .putShort((short) (shape << 8))
                .putShort((short) ascii.length)
                .put(ascii)
                .array();
        return ModelFrame.of(ModelFrame.METHOD_DEF, number, 0, 0, body);
    }

    // ---- the user of the server

    private void act() {
        int status = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(16);
        switch (random.nextInt(30)) {
            case 0, 1, 2, 3 -> rig.endCall(status);
            case 4, 5, 6, 7 -> rig.endStream(status);
            case 8 -> {
                if (rig.model.phase() == Phase.OPEN && !rig.model.isDraining() && random.nextInt(3) == 0) {
                    rig.drain();
                }
            }
            default -> {
                // The client only.
            }
        }
    }

    // ---- the client's frames

    private ModelFrame frame() {
        int slot = 1 + random.nextInt(SLOTS);
        ModelCall call = rig.call(slot);
        boolean isFree = !begun[slot] && (call == null || call.state == ModelCall.State.ANSWERED);
        int what = random.nextInt(20);
        if (mood == Mood.PINGS && what < 8) {
            return ModelFrame.of(ModelFrame.PING, 0, 0, 0, bytes(8));
        }
        if (call != null && call.comingType() != 0 && what < (badIn > 0 ? 14 : 17)) {
            return part(call);
        }
        if (badIn == 0 && call != null && call.comingType() != 0) {
            return ofConnection();
        }
        if (isFree && what < 14) {
            return request(slot, call);
        }
        if (call == null) {
            return badIn > 0 && what == 19 ? lost(slot) : ofConnection();
        }
        if (call.isLive() && call.clientStreams() && what < 10) {
            return data(call);
        }
        return switch (what) {
            case 10, 11, 12, 13 -> credit(call);
            case 14 -> ModelFrame.of(ModelFrame.CANCEL, 1 + random.nextInt(20), call.stream, 0, text());
            case 15 -> ModelFrame.of(ModelFrame.CREDIT, 0, call.stream ^ 0x100000, 0, bytes(8));
            case 16 ->
                call.isLive()
                        ? ofConnection()
                        : ModelFrame.of(ModelFrame.DATA, 0, call.stream, 0, bytes(random.nextInt(50)));
            default -> ofConnection();
        };
    }

    /** For a slot that was never used. */
    private ModelFrame lost(int slot) {
        int[] types = {ModelFrame.DATA, ModelFrame.CANCEL, ModelFrame.CREDIT};
        int type = types[random.nextInt(types.length)];
        return ModelFrame.of(type, type == ModelFrame.CANCEL ? 1 : 0, slot, 0, bytes(8));
    }

    private ModelFrame request(int slot, ModelCall before) {
        begun[slot] = true;
        ModelMethod method = ModelMethod.values()[random.nextInt(ModelMethod.values().length)];
        if (mood == Mood.FLOOD) {
            method = ModelMethod.HOLD;
        }
        if (!method.isCall()) {
            method = ModelMethod.ECHO;
        }
        int generation = before == null ? 0 : (before.stream >>> 20) + 1 & 0xfff;
        byte[] body = bytes(method.clientStreams() ? 0 : length());
        return withAll(
                ModelFrame.REQUEST,
                random.nextInt(4) == 0 ? TIMES : 0,
                method.ordinal() + 1,
                generation << 20 | slot,
                random.nextInt() & 0xffff_ffffL,
                body);
    }

    /** A frame of a message, perhaps with an extension, compressed, or the first of several. */
    private ModelFrame withAll(int type, int flags, int aux16, int stream, long aux32, byte[] body) {
        int all = flags;
        byte[] sent = body;
        if (body.length > 0 && random.nextInt(5) == 0) {
            all |= COMPRESSED;
            int length = body.length + (badIn > 0 && random.nextInt(6) == 0 ? random.nextInt(-3, 9000) : 0);
            sent = ModelCompression.write(1 + random.nextInt(2), compressible(body), length);
            if (badIn > 0 && random.nextInt(6) == 0) {
                sent[random.nextInt(sent.length)]++;
            }
        }
        boolean mayHaveOne = type != ModelFrame.DATA && random.nextInt(5) == 0;
        byte[] extension = mayHaveOne ? extension() : new byte[0];
        if (type != ModelFrame.NOTIFY
                && sent.length > 0
                && extension.length + sent.length >= 1024
                && random.nextBoolean()) {
            all |= MORE;
        }
        return ModelFrame.of(type, all, aux16, stream, aux32, extension, sent);
    }

    private byte[] compressible(byte[] body) {
        byte[] bytes = body.clone();
        Arrays.fill(bytes, random.nextInt(bytes.length), bytes.length, (byte) 7);
        return bytes;
    }

    private byte[] extension() {
        ByteBuffer out = ByteBuffer.allocate(1020);
        int length = random.nextInt(200);
        out.putShort((short) 1).putShort((short) length).put(bytes(length)).position((out.position() + 3) / 4 * 4);
        if (random.nextBoolean()) {
            out.putShort((short) 2).putShort((short) 28).put(bytes(28));
        }
        if (random.nextBoolean()) {
            out.putShort((short) 3).putShort((short) 4).put(bytes(4));
        }
        int id = badIn > 0 && random.nextInt(4) == 0 ? random.nextInt(0x10000) : random.nextInt(32, 0x8000);
        int more = badIn > 0 && random.nextInt(4) == 0 ? random.nextInt(40) : random.nextInt(5) * 4;
        out.putShort((short) id).putShort((short) more).put(bytes(more / 4 * 4));
        byte[] made = new byte[out.position()];
        out.flip().get(made);
        return made;
    }

    /** The next part of what has begun, or something that may not come between. */
    private ModelFrame part(ModelCall call) {
        int type = badIn > 0 && random.nextInt(30) == 0 ? 1 + random.nextInt(3) : call.comingType();
        int length = 1 + random.nextInt(1500);
        int flags = length >= 1024 && random.nextBoolean() ? MORE : 0;
        return ModelFrame.of(ModelFrame.PART, flags, type, call.stream, 0, new byte[0], bytes(length));
    }

    private ModelFrame data(ModelCall call) {
        boolean isOver = mood != Mood.FLOOD && rig.model.taken > rig.model.takeAllowed;
        if (!call.clientEnded && (isOver || random.nextInt(6) == 0)) {
            return ModelFrame.of(ModelFrame.DATA, 1, call.stream, 0, new byte[0]);
        }
        return withAll(ModelFrame.DATA, 0, 0, call.stream, 0, bytes(mood == Mood.FLOOD ? edge(call) : length()));
    }

    /** The longest message that may come now, or one byte more; or any. */
    private int edge(ModelCall call) {
        long ofConnection = 4096 - (rig.model.taken - rig.model.takeAllowed);
        long ofStream = 4096 - (call.taken - call.takeAllowed);
        long most = Math.min(ofConnection, ofStream) + random.nextInt(2);
        return random.nextBoolean() && most >= 0 && most <= 4096 ? (int) most : length();
    }

    private ModelFrame credit(ModelCall call) {
        byte[] limit = ByteBuffer.allocate(8)
                .putLong(call.sendAllowed + random.nextInt(500))
                .array();
        return ModelFrame.of(ModelFrame.CREDIT, 0, call.stream, 0, limit);
    }

    private ModelFrame ofConnection() {
        return switch (random.nextInt(8)) {
            case 0 -> ModelFrame.of(ModelFrame.PING, 0, 0, 0, bytes(8));
            case 1 -> ModelFrame.of(ModelFrame.PONG, 0, 0, 0, bytes(8));
            case 2 ->
                ModelFrame.of(0x8a + random.nextInt(100), random.nextInt(9), random.nextInt(), 7, bytes(length()));
            case 3 ->
                ModelFrame.of(ModelFrame.NOTIFY, ModelMethod.MISSING_ONE_WAY.ordinal() + 1, 0, 0, bytes(length()));
            case 4, 5 -> {
                byte[] limit = ByteBuffer.allocate(8)
                        .putLong(rig.model.sendAllowed + random.nextInt(900))
                        .array();
                yield ModelFrame.of(ModelFrame.CONNECTION_CREDIT, 0, 0, 0, limit);
            }
            case 6 ->
                random.nextInt(60) == 0
                        ? ModelFrame.of(ModelFrame.GOAWAY, random.nextInt(2), 0, 0, text())
                        : ModelFrame.of(ModelFrame.GOAWAY, 0, 0, 0, text());
            default -> withAll(ModelFrame.NOTIFY, 0, ModelMethod.SINK.ordinal() + 1, 0, 0, bytes(length()));
        };
    }

    /** For people; seldom longer than may be. */
    private byte[] text() {
        int most = badIn > 0 && random.nextInt(8) == 0 ? 1026 : 1024;
        return bytes(random.nextBoolean() ? most - random.nextInt(3) : random.nextInt(40));
    }

    private int length() {
        return mood == Mood.FLOOD || random.nextInt(8) == 0 ? random.nextInt(2000) : random.nextInt(200);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    // ---- on its way

    private void add(ModelFrame frame) {
        byte[] bytes = frame.bytes();
        if (badIn > 0 && random.nextInt(badIn) == 0) {
            bytes = worse(frame, bytes);
        }
        turn.writeBytes(bytes);
    }

    /** The same frame with something wrong, as a rule. */
    private byte[] worse(ModelFrame frame, byte[] bytes) {
        switch (random.nextInt(11)) {
            case 0 -> bytes[random.nextInt(ModelFrame.HEADER)] ^= (byte) (1 << random.nextInt(8));
            case 1, 8, 9 -> bytes[3] = (byte) TYPES[random.nextInt(TYPES.length)];
            case 2 -> bytes[7] = (byte) random.nextInt(16);
            case 3 -> bytes[11] = (byte) random.nextInt(SLOTS + 3);
            case 4 -> random.nextBytes(bytes);
            case 5 -> {
                ByteArrayOutputStream twice = new ByteArrayOutputStream();
                twice.writeBytes(bytes);
                twice.writeBytes(bytes);
                return twice.toByteArray();
            }
            case 6 -> {
                byte[] longer = Arrays.copyOf(frame.body(), LENGTHS[random.nextInt(LENGTHS.length)]);
                return ModelFrame.of(frame.type(), frame.aux16(), frame.stream(), frame.aux32(), longer)
                        .bytes();
            }
            default -> {
                if (bytes.length > ModelFrame.HEADER) {
                    bytes[ModelFrame.HEADER + random.nextInt(bytes.length - ModelFrame.HEADER)]++;
                }
            }
        }
        return bytes;
    }

    /** In one read, or in many; a read may come in several buffers. */
    private void send() {
        byte[] bytes = turn.toByteArray();
        int most = switch (random.nextInt(8)) {
            case 0 -> 1;
            case 1, 2 -> 20;
            case 3, 4 -> 300;
            default -> bytes.length;
        };
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(most));
            pieces.add(Arrays.copyOfRange(bytes, at, at + length));
            at += length;
            if (random.nextInt(3) != 0) {
                rig.read(pieces);
                pieces = new ArrayList<>();
            }
        }
        rig.read(pieces);
    }
}
