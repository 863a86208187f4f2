package dev.outboard.bench.peers.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.ByteBufferInput;
import com.esotericsoftware.kryo.io.ByteBufferOutput;
import dev.outboard.bench.peers.Chat;
import dev.outboard.bench.peers.DataSet;
import dev.outboard.bench.peers.MediaContent;
import dev.outboard.bench.peers.Model;
import dev.outboard.bench.peers.Peer;
import dev.outboard.bench.peers.Telemetry;
import java.nio.ByteBuffer;
import java.util.ArrayList;

/** Kryo over direct buffers: registered classes, no references. */
public final class KryoPeer implements Peer {
    private final Kryo kryo = new Kryo();
    private final Object[] messages;
    private final ByteBuffer target = ByteBuffer.allocateDirect(1 << 16);
    private final ByteBufferOutput out = new ByteBufferOutput();
    private final ByteBufferInput in = new ByteBufferInput();
    private final ByteBuffer[] sources;

    /** For the benchmark. */
    public static final class Factory implements Peer.Factory {
        @Override
        public Peer open(DataSet data) {
            return new KryoPeer(data);
        }
    }

    private KryoPeer(DataSet data) {
        for (Class<?> type : new Class<?>[] {
            MediaContent.class,
            MediaContent.Image.class,
            MediaContent.Media.class,
            Chat.class,
            Telemetry.class,
            ArrayList.class,
            int[].class,
            double[].class
        }) {
            kryo.register(type);
        }
        kryo.setReferences(false);
        messages = data.messages();
        sources = new ByteBuffer[messages.length];
        for (int i = 0; i < sources.length; i++) {
            encode(i);
            byte[] bytes = encoded();
            sources[i] = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        }
    }

    @Override
    public int encode(int i) {
        target.clear();
        out.setBuffer(target);
        kryo.writeObject(out, messages[i]);
        return out.position();
    }

    @Override
    public byte[] encoded() {
        byte[] bytes = new byte[out.position()];
        target.get(0, bytes);
        return bytes;
    }

    @Override
    public long decode(int i) {
        return ((Model) read(i)).sum();
    }

    @Override
    public long decodeNoStrings(int i) {
        throw new UnsupportedOperationException("Kryo makes every String");
    }

    @Override
    public boolean readsWithoutStrings() {
        return false;
    }

    @Override
    public Object read(int i) {
        ByteBuffer source = sources[i];
        source.clear();
        in.setBuffer(source);
        return kryo.readObject(in, messages[i].getClass());
    }
}
