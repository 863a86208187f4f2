package dev.outboard.bench.peers.quickbuf;

import dev.outboard.bench.peers.DataSet;
import dev.outboard.bench.peers.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import us.hebi.quickbuf.ProtoMessage;
import us.hebi.quickbuf.ProtoSink;
import us.hebi.quickbuf.ProtoSource;

/** QuickBuffers: one message object filled again and again, written to and read from raw memory by its direct sink and source. */
public final class QuickbufPeer implements Peer {
    private final Object[] messages;
    private final Kind<?> kind;
    private final ByteBuffer target = ByteBuffer.allocateDirect(1 << 16);
    private final ByteBuffer[] sources;
    private final ProtoSink sink = ProtoSink.newDirectSink();
    private final ProtoSource source = ProtoSource.newDirectSource();
    private int length;

    /** For the benchmark. */
    public static final class Factory implements Peer.Factory {
        @Override
        public Peer open(DataSet data) {
            return new QuickbufPeer(data);
        }
    }

    private QuickbufPeer(DataSet data) {
        messages = data.messages();
        kind = switch (data) {
            case MEDIA -> new MediaKind();
            case CHAT, CHAT_CJK -> new ChatKind();
            case TELEMETRY -> new TelemetryKind();
        };
        sources = new ByteBuffer[messages.length];
        for (int i = 0; i < sources.length; i++) {
            encode(i);
            byte[] bytes = encoded();
            sources[i] = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        }
    }

    @Override
    public int encode(int i) {
        sink.setOutput(target);
        try {
            kind.fill(messages[i]).writeTo(sink);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        length = sink.getTotalBytesWritten();
        return length;
    }

    @Override
    public byte[] encoded() {
        byte[] bytes = new byte[length];
        target.get(0, bytes);
        return bytes;
    }

    @Override
    public long decode(int i) {
        parse(i);
        return kind.sum();
    }

    @Override
    public long decodeNoStrings(int i) {
        parse(i);
        return kind.sumNoStrings();
    }

    @Override
    public boolean readsWithoutStrings() {
        return true;
    }

    @Override
    public Object read(int i) {
        parse(i);
        return kind.model();
    }

    private void parse(int i) {
        source.setInput(sources[i]);
        try {
            kind.parse(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One message type. Without Strings, a text's length stands for all of it: reading has copied its bytes already, and
     * the library shows neither a byte of a text nor the length of one in a list.
     */
    abstract static class Kind<M extends ProtoMessage<M>> {
        final M message;

        Kind(M message) {
            this.message = message;
        }

        /** The one message object, with the model's values. */
        abstract M fill(Object model);

        final void parse(ProtoSource source) throws IOException {
            message.clearQuick().mergeFrom(source);
        }

        abstract long sum();

        abstract long sumNoStrings();

        abstract Object model();
    }
}
