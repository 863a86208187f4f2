package dev.outboard.im.cli;

import dev.outboard.im.config.Values;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them: {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h}, {@code 7d}; a number alone is seconds. */
final class Durations implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            return Values.duration(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "' (expected: " + e.getMessage() + ")");
        }
    }
}
