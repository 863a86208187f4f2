package dev.outboard.bench.peers.sbe;

import dev.outboard.bench.peers.DataSet;
import dev.outboard.bench.peers.Peer;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** SBE: generated flyweights over direct buffers, each message behind the standard header. */
public final class SbePeer implements Peer {
    private final Object[] messages;
    private final Kind kind;
    private final UnsafeBuffer target = new UnsafeBuffer(ByteBuffer.allocateDirect(1 << 16));
    private final UnsafeBuffer[] sources;
    private int length;

    /** For the benchmark. */
    public static final class Factory implements Peer.Factory {
        @Override
        public Peer open(DataSet data) {
            return new SbePeer(data);
        }
    }

    private SbePeer(DataSet data) {
        messages = data.messages();
        kind = switch (data) {
            case MEDIA -> new MediaKind();
            case CHAT -> new AsciiChatKind();
            case CHAT_CJK -> new ChatKind();
            case TELEMETRY -> new TelemetryKind();
        };
        sources = new UnsafeBuffer[messages.length];
        for (int i = 0; i < sources.length; i++) {
            encode(i);
            byte[] bytes = encoded();
            sources[i] = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes.length));
            sources[i].putBytes(0, bytes);
        }
    }

    @Override
    public int encode(int i) {
        length = kind.encode(target, messages[i]);
        return length;
    }

    @Override
    public byte[] encoded() {
        byte[] bytes = new byte[length];
        target.getBytes(0, bytes);
        return bytes;
    }

    @Override
    public long decode(int i) {
        return kind.sum(sources[i]);
    }

    @Override
    public long decodeNoStrings(int i) {
        return kind.sumNoStrings(sources[i]);
    }

    @Override
    public boolean readsWithoutStrings() {
        return true;
    }

    @Override
    public Object read(int i) {
        return kind.model(sources[i]);
    }

    /** Length, first and last byte. */
    static long touch(UnsafeBuffer text) {
        int length = text.capacity();
        return length == 0 ? 0 : length + text.getByte(0) + text.getByte(length - 1);
    }

    /** One message type. */
    abstract static class Kind {
        /** Returns the length, header included. */
        abstract int encode(UnsafeBuffer out, Object message);

        abstract long sum(UnsafeBuffer in);

        abstract long sumNoStrings(UnsafeBuffer in);

        abstract Object model(UnsafeBuffer in);
    }
}
