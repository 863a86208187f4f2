package dev.outboard.rpc;

import java.util.List;

/**
 * Why a call failed.
 *
 * @param code never {@link StatusCode#OK}
 * @param notProcessed true where it is certain that no handler ran, so that a retry cannot do anything twice
 * @param message for people; may be empty, never holds payload
 * @param details for programs; most have none
 */
public record Status(StatusCode code, boolean notProcessed, String message, List<StatusDetail> details) {
    /** Refuses {@link StatusCode#OK}: a reply has no status. */
    public Status {
        if (code == StatusCode.OK) {
            throw new IllegalArgumentException("code: OK (expected: a failure)");
        }
        details = List.copyOf(details);
    }

    /** Without details. */
    public Status(StatusCode code, boolean notProcessed, String message) {
        this(code, notProcessed, message, List.of());
    }

    @Override
    public String toString() {
        return code + (notProcessed ? " (not processed)" : "") + (message.isEmpty() ? "" : ": " + message);
    }
}
