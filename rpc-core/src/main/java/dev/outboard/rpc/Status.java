package dev.outboard.rpc;

/**
 * Why a call failed.
 *
 * @param code never {@link StatusCode#OK}
 * @param notProcessed true where it is certain that no handler ran, so that a retry cannot do anything twice
 * @param message for people; may be empty, never holds payload
 */
public record Status(StatusCode code, boolean notProcessed, String message) {
    /** Refuses {@link StatusCode#OK}: a reply has no status. */
    public Status {
        if (code == StatusCode.OK) {
            throw new IllegalArgumentException("code: OK (expected: a failure)");
        }
    }

    @Override
    public String toString() {
        return code + (notProcessed ? " (not processed)" : "") + (message.isEmpty() ? "" : ": " + message);
    }
}
