package dev.outboard.codegen;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.FrameWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The generated decoders and encoders of all types on one codec. One of each is kept per type, as an application does it,
 * so that what an earlier message left behind would be seen.
 */
final class Flyweights implements AutoCloseable {
    private final ClassLoader generated;
    private final MemoryLedger ledger = MemoryLedger.unbounded();
    private final FrameAllocator frames;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final Map<String, Object> kept = new HashMap<>();
    private int before = 3;
    private int behind;
    private int around;

    Flyweights(CodecProvider codec, ClassLoader generated) {
        this(codec, codec.newReader(), generated);
    }

    /** With a reader of the test's own. */
    Flyweights(CodecProvider codec, FrameReader reader, ClassLoader generated) {
        this.generated = generated;
        this.reader = reader;
        frames = codec.newAllocator(ledger);
        writer = codec.newWriter();
    }

    @Override
    public void close() {
        frames.close();
    }

    /** The account of all frames here. */
    MemoryLedger ledger() {
        return ledger;
    }

    /** The kept decoder of a type. */
    Object decoder(Descriptor type) {
        return kept.computeIfAbsent(decoderName(type), this::make);
    }

    /** A decoder that has not read anything yet. */
    Object newDecoder(Descriptor type) {
        return make(decoderName(type));
    }

    /** Lets {@code body} have a message as {@code decoder} shows it. */
    <T> void read(Object decoder, byte[] message, Consumer<T> body) {
        read(message, in -> body.accept(Reflected.<T>call(decoder, "wrap", WireReader.class, in)));
    }

    /** The message, decoded and written again; throws where {@code wrap} refuses it. */
    byte[] recode(Descriptor type, byte[] message) {
        return recode(decoder(type), type, message);
    }

    /** The message, decoded by {@code decoder} and written again. */
    byte[] recode(Object decoder, Descriptor type, byte[] message) {
        Object encoder = kept.computeIfAbsent(encoderName(type), this::make);
        ByteBuf target = frames.buffer(64);
        try {
            writer.attach(target, 0);
            read(decoder, message, shown -> copy(shown, encoder));
            return ByteBufUtil.getBytes(target, 0, writer.position());
        } finally {
            writer.detach();
            target.release();
        }
    }

    /** Nothing that was wrapped may be found malformed afterwards. */
    private void copy(Object shown, Object encoder) {
        try {
            Reflected.call(encoder, "wrap", WireWriter.class, writer);
            Reflected.call(encoder, "copyFrom", shown.getClass(), shown);
        } catch (MalformedMessageException late) {
            throw new AssertionError("not refused by wrap", late);
        }
    }

    /** Says what lies around messages from now on: so many bytes before them and behind them, of this value. */
    void surround(int bytesBefore, int bytesBehind, int value) {
        before = bytesBefore;
        behind = bytesBehind;
        around = value;
    }

    /** Lets {@code body} read a message that lies at an odd place of a frame. */
    void read(byte[] message, Consumer<FrameReader> body) {
        ByteBuf frame = frames.buffer(before + message.length + behind);
        for (int i = 0; i < before; i++) {
            frame.writeByte(around);
        }
        frame.writeBytes(message);
        for (int i = 0; i < behind; i++) {
            frame.writeByte(around);
        }
        try {
            reader.attach(frame, before, message.length);
            body.accept(reader);
        } finally {
            reader.detach();
            frame.release();
        }
    }

    private Object make(String className) {
        return Reflected.make(generated, className);
    }

    private static String decoderName(Descriptor type) {
        Descriptor outer = type.getContainingType();
        return (outer == null ? place(type.getFile()) : decoderName(outer) + "$") + TypeNames.decoder(type);
    }

    private static String encoderName(Descriptor type) {
        Descriptor outer = type.getContainingType();
        return (outer == null ? place(type.getFile()) : encoderName(outer) + "$") + TypeNames.encoder(type);
    }

    private static String place(FileDescriptor file) {
        String javaPackage = TypeNames.javaPackage(file);
        return (javaPackage.isEmpty() ? "" : javaPackage + ".")
                + (TypeNames.isSplit(file) ? "" : TypeNames.container(file) + "$");
    }
}
