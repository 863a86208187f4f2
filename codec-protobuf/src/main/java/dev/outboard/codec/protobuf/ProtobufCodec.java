package dev.outboard.codec.protobuf;

import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.MessageCodec;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The codec of a message type of protobuf-java: generated, dynamic, or lite, which protobuf-java runs only where it is
 * allowed {@code sun.misc.Unsafe}. Any thread.
 *
 * <p>{@link #encode} allocates nothing of its own; protobuf-java may, for strings, maps and extensions. {@link #decode}
 * allocates the message and what protobuf-java does on the way. Each goes through 4 KiB of heap that the codec keeps, so
 * that no message is copied whole; only where threads use one codec at the same moment are those made anew.
 *
 * @param <T> the messages
 */
public final class ProtobufCodec<T extends MessageLite> implements MessageCodec<T> {
    private final String type;
    private final Parser<T> parser;
    private final ExtensionRegistryLite extensions;
    private final AtomicReference<@Nullable MessageOutput> idleOutput = new AtomicReference<>();
    private final AtomicReference<@Nullable MessageInput> idleInput = new AtomicReference<>();

    private ProtobufCodec(T instance, ExtensionRegistryLite extensions) {
        this.type = instance instanceof Message message
                ? message.getDescriptorForType().getFullName()
                : instance.getClass().getSimpleName();
        this.parser = parserOf(instance);
        this.extensions = extensions;
    }

    /**
     * The codec of {@code instance}'s type, to which all extensions are unknown fields: they are kept.
     *
     * @param instance any message of the type, {@code Chat.getDefaultInstance()} for example
     */
    public static <T extends MessageLite> ProtobufCodec<T> of(T instance) {
        return of(instance, ExtensionRegistryLite.getEmptyRegistry());
    }

    /**
     * The codec of {@code instance}'s type, with extensions.
     *
     * @param instance any message of the type, {@code Chat.getDefaultInstance()} for example
     * @param extensions what {@link #decode} shall know; not to be changed any more
     */
    public static <T extends MessageLite> ProtobufCodec<T> of(T instance, ExtensionRegistryLite extensions) {
        return new ProtobufCodec<>(instance, extensions);
    }

    /**
     * Writes a message as {@link MessageCodec#encode} says it. <em>Borrows</em> the message and the writer.
     *
     * <p>The size of the message is known beforehand: one that does not fit leaves the writer as it was. Required fields
     * are not checked, as in {@link MessageLite#toByteArray}.
     */
    @Override
    public void encode(T message, WireWriter out) {
        out.ensure(message.getSerializedSize());
        MessageOutput output = idleOutput.getAndSet(null);
        if (output == null) {
            output = new MessageOutput();
        }
        output.write(message, out);
        // Not after an exception: there may be bytes in it.
        idleOutput.set(output);
    }

    /**
     * Reads a message as {@link MessageCodec#decode} says it. <em>Borrows</em> the reader; the message is a copy.
     *
     * <p>What is accepted, and as what, is up to protobuf-java, with messages at most {@link
     * dev.outboard.codec.Wire#MAX_DEPTH} deep; a missing required field is an error. The error's text gives protobuf-java's
     * reason, and its offset is how far protobuf-java had come.
     */
    @Override
    public T decode(WireReader in) {
        MessageInput input = idleInput.getAndSet(null);
        if (input == null) {
            input = new MessageInput();
        }
        T message;
        try {
            message = input.read(parser, extensions, in);
        } catch (InvalidProtocolBufferException e) {
            throw malformed(e, input.bytesRead());
        }
        // Not after an exception: it is somewhere inside the message.
        idleInput.set(input);
        return message;
    }

    private MalformedMessageException malformed(InvalidProtocolBufferException e, int offset) {
        MalformedMessageException malformed = new MalformedMessageException(
                0, offset, type + ": " + reason(e) + " (expected: one whole message of this type)");
        // What was read of the message is payload.
        malformed.initCause(e.setUnfinishedMessage(null));
        return malformed;
    }

    /** The first sentence; the others guess, or tell how to set options. */
    private static String reason(InvalidProtocolBufferException e) {
        String text = String.valueOf(e.getMessage());
        int stop = text.indexOf(". ");
        if (stop < 0 && text.endsWith(".")) {
            stop = text.length() - 1;
        }
        return stop < 0 ? text : text.substring(0, stop);
    }

    // A message's parser makes messages of its own class, which its declaration does not say.
    @SuppressWarnings("unchecked")
    private static <T extends MessageLite> Parser<T> parserOf(T instance) {
        return (Parser<T>) instance.getParserForType();
    }
}
