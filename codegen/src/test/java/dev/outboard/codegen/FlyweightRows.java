package dev.outboard.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.Descriptors.Descriptor;
import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** What tests of generated code work with: the flyweights of one codec. Each message is read by a new decoder, and by one that is kept. */
abstract class FlyweightRows {
    final Flyweights flyweights;

    FlyweightRows(String codec) {
        flyweights = new Flyweights(Codecs.load(codec), Generated.classes());
    }

    static List<String> codecs() {
        return Codecs.installed().stream().map(CodecProvider::name).toList();
    }

    @AfterEach
    void close() {
        flyweights.close();
    }

    static Descriptor type(String name) {
        return Generated.schemas().message("test." + name);
    }

    /** Fails unless a message is written as {@code expected} once it was read. */
    final void assertRecoded(String name, WireBytes message, WireBytes expected) {
        Descriptor type = type(name);
        for (Object decoder : decoders(type)) {
            byte[] recoded = flyweights.recode(decoder, type, message.toArray());
            assertThat(recoded).as(name + " " + message).isEqualTo(expected.toArray());
        }
    }

    /** Fails unless a message is refused, by us and by protobuf-java; returns our words. */
    final String refusal(String name, WireBytes message) {
        Descriptor type = type(name);
        assertThat(Reference.parse(type, message.toArray())).isEmpty();
        List<String> said = decoders(type).stream()
                .map(decoder -> catchThrowable(() -> flyweights.recode(decoder, type, message.toArray())))
                .peek(thrown ->
                        assertThat(thrown).as(name + " " + message).isInstanceOf(MalformedMessageException.class))
                .map(Throwable::getMessage)
                .distinct()
                .toList();
        assertThat(said).as(name + " " + message).hasSize(1);
        return said.get(0);
    }

    /** Fails unless we and protobuf-java both take a message, or both refuse it; returns whether they took it. */
    final boolean isTaken(String name, WireBytes message) {
        boolean taken = Reference.parse(type(name), message.toArray()).isPresent();
        if (!taken) {
            refusal(name, message);
        } else {
            decoders(type(name)).forEach(decoder -> flyweights.recode(decoder, type(name), message.toArray()));
        }
        return taken;
    }

    /** Lets {@code body} have a message, as a new decoder shows it. */
    final void read(String name, WireBytes message, Consumer<Object> body) {
        flyweights.read(flyweights.newDecoder(type(name)), message.toArray(), body);
    }

    private List<Object> decoders(Descriptor type) {
        return Arrays.asList(flyweights.newDecoder(type), flyweights.decoder(type), flyweights.decoder(type));
    }
}
