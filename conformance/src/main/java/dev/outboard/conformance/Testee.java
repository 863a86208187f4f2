package dev.outboard.conformance;

import com.google.protobuf.conformance.ConformanceOutboard.ConformanceRequestDecoder;
import com.google.protobuf.conformance.ConformanceOutboard.ConformanceResponseEncoder;
import com.google.protobuf.conformance.ConformanceOutboard.WireFormatEnum;
import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.FrameWriter;
import io.netty.buffer.ByteBuf;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * What protobuf's conformance runner talks to: decodes each payload and writes it again, through generated accessors, on
 * the codec that the argument names. Requests that touch JSON or the text format are answered "skipped".
 *
 * @see <a href="https://github.com/protocolbuffers/protobuf/tree/main/conformance">Protocol Buffers, conformance</a>
 */
public final class Testee {
    private static final int LARGEST = 1 << 26;

    private final DataInputStream in;
    private final OutputStream out;
    private final FrameAllocator frames;
    private final FrameReader request;
    private final FrameReader payload;
    private final FrameWriter reply;
    private final FrameWriter copy;
    private final ConformanceRequestDecoder decoder = new ConformanceRequestDecoder();
    private final ConformanceResponseEncoder encoder = new ConformanceResponseEncoder();
    private final Map<String, Transcoder> types = Transcoders.all();

    private Testee(CodecProvider codec, DataInputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
        frames = codec.newAllocator(new MemoryLedger(1L << 30));
        request = codec.newReader();
        payload = codec.newReader();
        reply = codec.newWriter();
        copy = codec.newWriter();
    }

    /** One argument, the codec's name; standard input and output are the runner's. */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("arguments: " + args.length + " (expected: 1, the codec's name)");
            System.exit(2);
        }
        CodecProvider codec = Codecs.load(args[0]);
        System.err.println("conformance: codec " + codec.name() + " on "
                + codec.memorySource().name() + " memory, JDK " + Runtime.version());
        Testee testee = new Testee(codec, new DataInputStream(System.in), System.out);
        while (testee.answerNext()) {
            System.out.flush();
        }
    }

    private boolean answerNext() throws IOException {
        int length;
        try {
            length = Integer.reverseBytes(in.readInt());
        } catch (EOFException e) {
            return false;
        }
        ByteBuf asked = frames.directBuffer(Math.max(1, length), LARGEST);
        ByteBuf answer = frames.directBuffer(256, LARGEST);
        try {
            asked.writeBytes(in, length);
            request.attach(asked, 0, length);
            reply.attach(answer, 0);
            answer(decoder.wrap(request), encoder.wrap(reply));
            request.detach();
            int end = reply.detach();
            byte[] bytes = new byte[4 + end];
            answer.setIndex(0, end).readBytes(bytes, 4, end);
            for (int i = 0; i < 4; i++) {
                bytes[i] = (byte) (end >>> (8 * i));
            }
            out.write(bytes);
        } finally {
            asked.release();
            answer.release();
        }
        return true;
    }

    private void answer(ConformanceRequestDecoder asked, ConformanceResponseEncoder answer) {
        if (asked.messageType().equals("conformance.FailureSet")) {
            answer.protobufPayload(new byte[0]);
            return;
        }
        Transcoder type = types.get(asked.messageType());
        if (type == null || !asked.hasProtobufPayload() || asked.requestedOutputFormat() != WireFormatEnum.PROTOBUF) {
            answer.skipped("binary only");
            return;
        }
        transcode(type, asked.protobufPayload(), answer);
    }

    private void transcode(Transcoder type, byte[] bytes, ConformanceResponseEncoder answer) {
        ByteBuf source = frames.directBuffer(Math.max(1, bytes.length), LARGEST);
        ByteBuf target = frames.directBuffer(256, LARGEST);
        try {
            source.writeBytes(bytes);
            payload.attach(source, 0, bytes.length);
            copy.attach(target, 0);
            try {
                type.transcode(payload, copy);
                int end = copy.detach();
                byte[] made = new byte[end];
                target.getBytes(0, made);
                answer.protobufPayload(made);
            } catch (MalformedMessageException e) {
                copy.detach();
                answer.parseError(e.getMessage());
            }
            payload.detach();
        } finally {
            source.release();
            target.release();
        }
    }

    /** Decodes a message and writes it again. */
    interface Transcoder {
        void transcode(WireReader in, WireWriter out);
    }
}
