package dev.outboard.codec;

/** A message outgrew the longest frame that it may fill. What was written before stays; the frame can still be used. */
public final class FrameOverflowException extends IndexOutOfBoundsException {
    private static final long serialVersionUID = 1L;

    /** @param message the bytes that were needed and those that there may be */
    public FrameOverflowException(String message) {
        super(message);
    }
}
