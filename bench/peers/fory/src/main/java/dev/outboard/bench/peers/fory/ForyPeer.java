package dev.outboard.bench.peers.fory;

import dev.outboard.bench.peers.Chat;
import dev.outboard.bench.peers.DataSet;
import dev.outboard.bench.peers.MediaContent;
import dev.outboard.bench.peers.Model;
import dev.outboard.bench.peers.Peer;
import dev.outboard.bench.peers.Telemetry;
import java.nio.ByteBuffer;
import org.apache.fory.Fory;
import org.apache.fory.memory.MemoryBuffer;
import org.apache.fory.memory.MemoryUtils;

/** Fory: registered classes, no references, over direct buffers. */
public final class ForyPeer implements Peer {
    private final Fory fory = Fory.builder().withRefTracking(false).requireClassRegistration(true).build();
    private final Object[] messages;
    private final MemoryBuffer target = MemoryUtils.wrap(ByteBuffer.allocateDirect(1 << 16));
    private final MemoryBuffer[] sources;

    /** For the benchmark. */
    public static final class Factory implements Peer.Factory {
        @Override
        public Peer open(DataSet data) {
            return new ForyPeer(data);
        }
    }

    private ForyPeer(DataSet data) {
        fory.register(MediaContent.class);
        fory.register(MediaContent.Image.class);
        fory.register(MediaContent.Media.class);
        fory.register(Chat.class);
        fory.register(Telemetry.class);
        messages = data.messages();
        sources = new MemoryBuffer[messages.length];
        for (int i = 0; i < sources.length; i++) {
            encode(i);
            byte[] bytes = encoded();
            sources[i] = MemoryUtils.wrap(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
        }
    }

    @Override
    public int encode(int i) {
        target.writerIndex(0);
        fory.serialize(target, messages[i]);
        return target.writerIndex();
    }

    @Override
    public byte[] encoded() {
        return target.getBytes(0, target.writerIndex());
    }

    @Override
    public long decode(int i) {
        return ((Model) read(i)).sum();
    }

    @Override
    public long decodeNoStrings(int i) {
        throw new UnsupportedOperationException("Fory makes every String");
    }

    @Override
    public boolean readsWithoutStrings() {
        return false;
    }

    @Override
    public Object read(int i) {
        MemoryBuffer source = sources[i];
        source.readerIndex(0);
        return fory.deserialize(source);
    }
}
