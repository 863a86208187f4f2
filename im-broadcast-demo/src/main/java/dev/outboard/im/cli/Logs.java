package dev.outboard.im.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/** The log's form and detail, of the program as a whole. Any thread. */
final class Logs {
    private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

    private Logs() {}

    /**
     * Has every event written as text, as the program's configuration says, or as a line of JSON.
     *
     * @throws IllegalArgumentException for another format, or where the log is not Logback's
     */
    static void format(String format) {
        if (format.equals("text")) {
            return;
        }
        if (!format.equals("json")) {
            throw new IllegalArgumentException("log-format: " + format + " (expected: text or json)");
        }
        LoggerContext context = context();
        Iterator<Appender<ILoggingEvent>> appenders =
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
        while (appenders.hasNext()) {
            if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> stream) {
                JsonEncoder encoder = new JsonEncoder();
                encoder.setContext(context);
                encoder.start();
                stream.setEncoder(encoder);
            }
        }
    }

    /**
     * What sets the level of this project's loggers.
     *
     * @throws IllegalArgumentException for a level that is none, or where the log is not Logback's
     */
    static Runnable level(String name) {
        if (!LEVELS.contains(name)) {
            throw new IllegalArgumentException(
                    "log-level: " + name + " (expected: one of " + String.join(", ", LEVELS) + ")");
        }
        Logger ours = context().getLogger("dev.outboard");
        return () -> ours.setLevel(Level.toLevel(name.toUpperCase(Locale.ROOT)));
    }

    private static LoggerContext context() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            return context;
        }
        throw new IllegalArgumentException("log: " + LoggerFactory.getILoggerFactory() + " (expected: Logback)");
    }
}
