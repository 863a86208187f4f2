package dev.outboard.bench.peers.flatbuffers;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.outboard.bench.peers.DataSet;
import dev.outboard.bench.peers.Peer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** FlatBuffers: a builder on a direct buffer that is used again, and tables read where they lie. */
public final class FlatbuffersPeer implements Peer {
    private final Object[] messages;
    private final Kind kind;
    private final FlatBufferBuilder builder;
    private final ByteBuffer[] sources;

    /** For the benchmark. */
    public static final class Factory implements Peer.Factory {
        @Override
        public Peer open(DataSet data) {
            return new FlatbuffersPeer(data);
        }
    }

    private FlatbuffersPeer(DataSet data) {
        messages = data.messages();
        kind = switch (data) {
            case MEDIA -> new MediaKind();
            case CHAT, CHAT_CJK -> new ChatKind();
            case TELEMETRY -> new TelemetryKind();
        };
        builder = new FlatBufferBuilder(1 << 12, new Direct());
        sources = new ByteBuffer[messages.length];
        for (int i = 0; i < sources.length; i++) {
            encode(i);
            byte[] bytes = encoded();
            sources[i] = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
            sources[i].put(0, bytes);
        }
    }

    @Override
    public int encode(int i) {
        builder.clear();
        builder.finish(kind.write(builder, messages[i]));
        return builder.dataBuffer().remaining();
    }

    @Override
    public byte[] encoded() {
        return builder.sizedByteArray();
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

    /** Memory outside the heap, as every contender's. */
    private static final class Direct extends FlatBufferBuilder.ByteBufferFactory {
        @Override
        public ByteBuffer newByteBuffer(int capacity) {
            return ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** One message type. */
    abstract static class Kind {
        final FlatTable table = new FlatTable();

        /** Returns the root table's offset. */
        abstract int write(FlatBufferBuilder out, Object message);

        abstract long sum(ByteBuffer in);

        abstract long sumNoStrings(ByteBuffer in);

        abstract Object model(ByteBuffer in);

        /** Puts off what was prepared, last first, as vectors are built. */
        static int offsets(FlatBufferBuilder out, int[] from, int count) {
            out.startVector(4, count, 4);
            for (int i = count - 1; i >= 0; i--) {
                out.addOffset(from[i]);
            }
            return out.endVector();
        }

        static int integers(FlatBufferBuilder out, int[] values) {
            out.startVector(4, values.length, 4);
            for (int i = values.length - 1; i >= 0; i--) {
                out.addInt(values[i]);
            }
            return out.endVector();
        }

        int[] integers(int field) {
            int[] values = new int[table.count(field)];
            for (int i = 0; i < values.length; i++) {
                values[i] = table.integer(field, i);
            }
            return values;
        }
    }
}
