package dev.outboard.rpc;

/** A {@link Status} as an exception, where there is no handler to give it to: connecting and starting. */
public final class RpcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Status status;

    /** @param status what went wrong */
    public RpcException(Status status) {
        super(status.toString());
        this.status = status;
    }

    /** As {@link #RpcException(Status)}, with the error below it. */
    public RpcException(Status status, Throwable cause) {
        super(status.toString(), cause);
        this.status = status;
    }

    /** What went wrong. */
    public Status status() {
        return status;
    }
}
