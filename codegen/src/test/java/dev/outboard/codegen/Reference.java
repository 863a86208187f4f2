package dev.outboard.codegen;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * What protobuf-java makes of some bytes. Read by its decoder of streams with a buffer of one byte, which keeps it on its
 * byte-by-byte path: the unrolled paths of 4.36.2 take some varints that never end.
 */
final class Reference {
    private Reference() {}

    /** The message, or nothing where protobuf-java refuses the bytes. */
    static Optional<DynamicMessage> parse(Descriptor type, byte[] bytes) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        try {
            CodedInputStream in = CodedInputStream.newInstance(new ByteArrayInputStream(bytes), 1);
            message.mergeFrom(in, ExtensionRegistryLite.getEmptyRegistry());
            in.checkLastTagWas(0);
            return message.isInitialized() ? Optional.of(message.buildPartial()) : Optional.empty();
        } catch (InvalidProtocolBufferException refused) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
