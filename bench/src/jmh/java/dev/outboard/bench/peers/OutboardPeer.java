package dev.outboard.bench.peers;

import dev.outboard.bench.run.Settings;
import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.Utf8View;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.FrameWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * Ours: generated encoders and decoders over frames of one codec. The codec is the system property {@code peer.codec};
 * with {@code peer.both} the other codec's reader and writer are loaded and used as well, which costs the JIT its one
 * implementation.
 */
public final class OutboardPeer implements Peer {
    private static final int LARGEST = 1 << 16;

    private final Object[] messages;
    private final Kind kind;
    private final FrameWriter writer;
    private final FrameReader reader;
    private final ByteBuf target;
    private final ByteBuf[] sources;
    private final int[] lengths;
    private int length;

    /** For the benchmark. */
    public static final class Factory implements Peer.Factory {
        @Override
        public Peer open(DataSet data) {
            String codec = Settings.peerCodec();
            if (Settings.peerUsesBothCodecs()) {
                OutboardPeer other = new OutboardPeer(Codecs.load(codec.equals("safe") ? "unsafe" : "safe"), data);
                for (int i = 0; i < 20_000; i++) {
                    other.encode(i & DataSet.COUNT - 1);
                    other.decode(i & DataSet.COUNT - 1);
                }
            }
            return new OutboardPeer(Codecs.load(codec), data);
        }
    }

    private OutboardPeer(CodecProvider codec, DataSet data) {
        FrameAllocator frames = codec.newAllocator(MemoryLedger.unbounded());
        messages = data.messages();
        kind = switch (data) {
            case MEDIA -> new MediaKind();
            case CHAT, CHAT_CJK -> new ChatKind();
            case TELEMETRY -> new TelemetryKind();
        };
        writer = codec.newWriter();
        reader = codec.newReader();
        target = frames.directBuffer(LARGEST, LARGEST);
        sources = new ByteBuf[messages.length];
        lengths = new int[messages.length];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = frames.directBuffer(1024, LARGEST);
            writer.attach(sources[i], 0);
            kind.encode(writer, messages[i]);
            lengths[i] = writer.detach();
        }
        System.err.println(
                "codec " + codec.name() + " on " + codec.memorySource().name());
    }

    @Override
    public int encode(int i) {
        writer.attach(target, 0);
        kind.encode(writer, messages[i]);
        length = writer.detach();
        return length;
    }

    @Override
    public byte[] encoded() {
        return ByteBufUtil.getBytes(target, 0, length);
    }

    @Override
    public long decode(int i) {
        reader.attach(sources[i], 0, lengths[i]);
        long sum = kind.sum(reader);
        reader.detach();
        return sum;
    }

    @Override
    public long decodeNoStrings(int i) {
        reader.attach(sources[i], 0, lengths[i]);
        long sum = kind.sumNoStrings(reader);
        reader.detach();
        return sum;
    }

    @Override
    public boolean readsWithoutStrings() {
        return true;
    }

    @Override
    public Object read(int i) {
        reader.attach(sources[i], 0, lengths[i]);
        Object message = kind.model(reader);
        reader.detach();
        return message;
    }

    /** Length, first and last byte. */
    static long touch(Utf8View text) {
        int length = text.length();
        return length == 0 ? 0 : length + text.byteAt(0) + text.byteAt(length - 1);
    }

    /** One message type. */
    abstract static class Kind {
        abstract void encode(FrameWriter out, Object message);

        abstract long sum(FrameReader in);

        abstract long sumNoStrings(FrameReader in);

        abstract Object model(FrameReader in);
    }
}
