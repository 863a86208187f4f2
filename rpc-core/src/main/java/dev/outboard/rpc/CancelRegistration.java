package dev.outboard.rpc;

/** An action that {@link CallContext#onCancel} has put down. */
@FunctionalInterface
public interface CancelRegistration {
    /** Takes the action back where it has not begun to run; nothing where the call is over. Any thread; idempotent. */
    void remove();
}
