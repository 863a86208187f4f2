package dev.outboard.im.server;

import java.util.function.LongSupplier;

/**
 * One number that a server can be asked for at any time, on any thread.
 *
 * @param name in words with dots between, those of one kind the same
 * @param reason which of that kind; empty where there is one
 * @param counter whether it only ever goes up
 * @param description for people
 * @param value asks for it
 */
public record Figure(String name, String reason, boolean counter, String description, LongSupplier value) {
    static Figure counter(String name, String description, LongSupplier value) {
        return new Figure(name, "", true, description, value);
    }

    static Figure counter(String name, String reason, String description, LongSupplier value) {
        return new Figure(name, reason, true, description, value);
    }

    static Figure gauge(String name, String description, LongSupplier value) {
        return new Figure(name, "", false, description, value);
    }
}
