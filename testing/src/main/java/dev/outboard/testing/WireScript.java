package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A random message as a list of fields, which any writer can write and any reader can check. Immutable. */
record WireScript(List<Field> fields) {
    /** One field: its tag and its value. */
    interface Field {
        int number();

        int wireType();

        /** Writes the value, without the tag. */
        void write(WireWriter out);

        /** As {@link #write(WireWriter)}, by protobuf-java. */
        void write(CodedOutputStream out) throws IOException;

        /** Reads the value and fails where it is another. */
        void check(WireReader in);
    }

    static WireScript random(Seed seed, int fields) {
        return random(seed.random(), fields);
    }

    static WireScript random(SplittableRandom random, int fields) {
        return random(new FieldSource(random), fields, 0);
    }

    static WireScript random(FieldSource source, int count, int depth) {
        List<Field> fields = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            fields.add(source.next(depth));
        }
        return new WireScript(fields);
    }

    void write(WireWriter out) {
        for (Field field : fields) {
            out.writeTag(Wire.tag(field.number(), field.wireType()));
            field.write(out);
        }
    }

    /** The same bytes from protobuf-java. */
    byte[] byProtobuf() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            for (Field field : fields) {
                out.writeTag(field.number(), field.wireType());
                field.write(out);
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads exactly these fields. */
    void check(WireReader in, Object description) {
        for (Field field : fields) {
            assertThat(in.readTag())
                    .as("tag of %s, %s", field, description)
                    .isEqualTo(Wire.tag(field.number(), field.wireType()));
            field.check(in);
        }
    }
}
