package dev.outboard.bench.peers.grpc;

import dev.outboard.bench.schema.Chat;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** The two methods: opaque bytes with no message around them, and protobuf-java's chat message. */
final class Echo {
    static final String SERVICE = "outboard.bench.Echo";
    static final MethodDescriptor<byte[], byte[]> BYTES = method("Bytes", new Bytes());
    static final MethodDescriptor<Chat, Chat> CHAT = method("Chat", ProtoUtils.marshaller(Chat.getDefaultInstance()));

    private Echo() {}

    private static <M> MethodDescriptor<M, M> method(String name, MethodDescriptor.Marshaller<M> marshaller) {
        return MethodDescriptor.newBuilder(marshaller, marshaller)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .build();
    }

    /** Copies once each way, as protobuf's marshaller does: from the frame to an array, from an array to the frame. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new Content(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                byte[] value = new byte[stream.available()]; // a KnownLength: all that there is
                int read = stream.readNBytes(value, 0, value.length);
                if (read != value.length) {
                    throw new IllegalStateException("message: " + read + " bytes (expected: " + value.length + ")");
                }
                return value;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** An array that goes out in one piece. */
    private static final class Content extends ByteArrayInputStream implements KnownLength, Drainable {
        Content(byte[] value) {
            super(value);
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            int length = available();
            target.write(buf, pos, length);
            pos = count;
            return length;
        }
    }
}
