package dev.outboard.rpc;

/**
 * How a call ended. Names and numbers are gRPC's, so that what is known about one holds for the other.
 *
 * @see <a href="https://grpc.github.io/grpc/core/md_doc_statuscodes.html">gRPC status codes</a>
 */
public enum StatusCode {
    /** 0: the reply is there. */
    OK,
    /** 1: the caller gave up. */
    CANCELLED,
    /** 2: the peer sent a code that this version does not know. */
    UNKNOWN,
    /** 3: the request itself is at fault, whatever the server's state; also one whose bytes are malformed. */
    INVALID_ARGUMENT,
    /** 4: the time ran out; the call may have been carried out all the same. */
    DEADLINE_EXCEEDED,
    /** 5: something that the request names is not there. */
    NOT_FOUND,
    /** 6: something that the request wanted to make is there already. */
    ALREADY_EXISTS,
    /** 7: the caller is known and may not do this. */
    PERMISSION_DENIED,
    /** 8: a queue, a budget or a limit is full. */
    RESOURCE_EXHAUSTED,
    /** 9: the server's state does not allow it; retrying does not help until that changes. */
    FAILED_PRECONDITION,
    /** 10: lost a race; retrying at a higher level may help. */
    ABORTED,
    /** 11: past the end of something. */
    OUT_OF_RANGE,
    /** 12: the server has no such method. */
    UNIMPLEMENTED,
    /** 13: an invariant broke; a handler that throws ends here. */
    INTERNAL,
    /** 14: the connection is gone or going. */
    UNAVAILABLE,
    /** 15: data is lost or corrupt. */
    DATA_LOSS,
    /** 16: the caller is not known. */
    UNAUTHENTICATED;

    private static final StatusCode[] BY_NUMBER = values();

    /** The number on the wire, 0 to 16. */
    public int number() {
        return ordinal();
    }

    /** The code of a number from the wire; {@link #UNKNOWN} for one that is not known. */
    public static StatusCode of(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNKNOWN;
    }
}
