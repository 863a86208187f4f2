package dev.outboard.rpc.netty;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.codec.FrameOverflowException;
import dev.outboard.codec.MalformedMessageException;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Metadata;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.frame.Extension;

/** What a client is told of a handler that threw. Its text is told only where it is about the client's own message. */
final class Failures {
    private Failures() {}

    static StatusCode codeFor(Throwable t) {
        if (t instanceof MalformedMessageException) {
            return StatusCode.INVALID_ARGUMENT;
        }
        boolean outOfRoom = t instanceof FrameBudgetException || t instanceof FrameOverflowException;
        return outOfRoom ? StatusCode.RESOURCE_EXHAUSTED : StatusCode.INTERNAL;
    }

    static String textFor(Throwable t, String method, Outbound out) {
        if (t instanceof MalformedMessageException) {
            return "request of " + method + ": " + t.getMessage();
        }
        if (t instanceof FrameOverflowException) {
            return tooLong("longer", method, out);
        }
        return t instanceof FrameBudgetException
                ? "memory: no room (expected: within the server's budget)"
                : "handler of " + method + ": threw (expected: an answer)";
    }

    /** Fails for metadata that the peer cannot take, whatever else is in its frame. */
    static void checkFits(Metadata metadata, Outbound out) {
        int bytes = Extension.bytes(metadata);
        if (bytes > out.maxFrameBytes()) {
            throw new IllegalArgumentException("metadata: " + bytes + " bytes (expected: at most " + out.maxFrameBytes()
                    + ", the client's limit)");
        }
    }

    /** Why a call finds no thread. */
    static String noThread(Execution execution) {
        return execution == Execution.VIRTUAL_THREADS
                ? "virtual threads: as many run as may (expected: fewer)"
                : "workers: every queue is full (expected: room)";
    }

    static String tooLong(String length, String method, Outbound out) {
        return "reply of " + method + ": " + length + " (expected: at most " + out.maxMessageBytes()
                + " bytes, the client's limit)";
    }
}
