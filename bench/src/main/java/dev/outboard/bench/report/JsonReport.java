package dev.outboard.bench.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Records as JSON files and back. Field names are the records' component names: renaming one is a change of the schema.
 * A figure that was not measured (NaN) is {@code null} in the file, for JSON has no NaN. Any thread.
 */
public final class JsonReport {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new SimpleModule("unmeasured-is-null")
                    .addSerializer(double.class, new NanAsNull())
                    .addSerializer(Double.class, new NanAsNull())
                    .addDeserializer(double.class, new NullAsNan())
                    .addDeserializer(Double.class, new NullAsNan()))
            .build();

    private JsonReport() {}

    /** Writes the record, its directory made where it is missing. */
    public static void write(Path file, Object report) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, MAPPER.writeValueAsString(report) + "\n");
    }

    /** Reads what {@link #write} wrote; fields that {@code type} does not know are passed over. */
    public static <T> T read(Path file, Class<T> type) throws IOException {
        return MAPPER.readValue(Files.readString(file), type);
    }

    /** JSON on several lines, for a reader. */
    static String text(Object value) throws IOException {
        return MAPPER.writeValueAsString(value);
    }

    /** JSON on one line that may stand inside an HTML script element: without any {@code <}. */
    static String embedded(Object value) throws IOException {
        return MAPPER.writer()
                .without(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(value)
                .replace("<", "\\u003c");
    }

    private static final class NanAsNull extends JsonSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (value.isNaN() || value.isInfinite()) {
                out.writeNull();
            } else {
                out.writeNumber(value);
            }
        }
    }

    private static final class NullAsNan extends JsonDeserializer<Double> {
        @Override
        public Double deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return in.currentToken() == JsonToken.VALUE_NULL
                    ? Double.valueOf(Double.NaN)
                    : Double.valueOf(in.getDoubleValue());
        }

        @Override
        public Double getNullValue(DeserializationContext context) {
            return Double.NaN;
        }

        @Override
        public Double getAbsentValue(DeserializationContext context) {
            return Double.NaN;
        }
    }
}
