package dev.outboard.im.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Writes a report as JSON: names are the records' component names, durations ISO 8601. Any thread. */
public final class LoadFile {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .addModule(new SimpleModule().addSerializer(Duration.class, ToStringSerializer.instance))
            .build();

    private LoadFile() {}

    /** Replaces the file. */
    public static void write(Path file, LoadReport report) throws IOException {
        writeAny(file, report);
    }

    /** Replaces the file. */
    public static void write(Path file, RoamReport report) throws IOException {
        writeAny(file, report);
    }

    private static void writeAny(Path file, Object report) throws IOException {
        Files.writeString(file, MAPPER.writeValueAsString(report) + "\n");
    }
}
