package dev.outboard.codec;

/**
 * A frame was refused because the memory ledger's budget, or the machine's own memory, has no room for the slab that it
 * needs. Nothing was allocated. The caller sheds load or waits for frames to be released; retrying at once is of no use.
 */
public final class FrameBudgetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what was asked for, what is reserved and what the budget is, in bytes */
    public FrameBudgetException(String message) {
        super(message);
    }

    /** As {@link #FrameBudgetException(String)}, for a refusal by the system's memory below the budget. */
    public FrameBudgetException(String message, Throwable cause) {
        super(message, cause);
    }
}
