package dev.outboard.im.config;

import java.time.Duration;
import java.util.List;

/** A few settings of every kind. {@code size} and {@code name} are live. */
public final class TestSettings {
    public static final Schema SCHEMA = new Schema(List.of(
            new Setting("size", 10, Values::integer, true, false),
            new Setting("name", "ann", text -> text, true, false),
            new Setting("wait", Duration.ofSeconds(5), Values::duration, false, false),
            new Setting("pass-secret", null, text -> text, false, true)));

    private TestSettings() {}
}
