package dev.outboard.rpc.netty;

import dev.outboard.rpc.CallContext;
import dev.outboard.rpc.CallObserver;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.frame.StatusWord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a server's observers, and the flight recorder, of the calls of one connection. The start is told on a handler's thread; the end on the event loop,
 * with one summary for all of them, or, with one of its own, by whoever ends a call whose connection is gone.
 */
final class CallNews {
    private final long connectionId;
    private final List<CallObserver> observers;
    private final FaultLog faults;
    /** Made when the first call is told of; the loop's. */
    private @Nullable EndedCall summary;

    CallNews(long connectionId, List<CallObserver> observers, FaultLog faults) {
        this.connectionId = connectionId;
        this.observers = observers;
        this.faults = faults;
    }

    /** Whether somebody wants to hear of a call that comes now; asked once per call. */
    boolean isWanted() {
        return !observers.isEmpty() || Recorder.wantsCalls();
    }

    /** A call has come that is wanted; returns what is kept with it, which is nothing where it is not recorded. */
    @Nullable
    CallNote arrived() {
        return Recorder.wantsCalls() ? new CallNote(observers.size(), CallEvent.arrived()) : null;
    }

    /** A handler is about to see a call; returns what is kept with it from now on. */
    @Nullable
    CallNote started(CallContext call, long queueNanos, @Nullable CallNote before) {
        CallNote note = before;
        for (int i = 0; i < observers.size(); i++) {
            try {
                Object kept = observers.get(i).started(call, queueNanos);
                if (kept != null) {
                    note = note != null ? note : new CallNote(observers.size(), null);
                    note.keep(i, kept);
                }
            } catch (Throwable t) {
                faults.threw("call observer", t);
            }
        }
        return note;
    }

    /** What an observer keeps with the call that the note is of. */
    @Nullable
    Object kept(@Nullable CallNote note, CallObserver by) {
        int index = note == null ? -1 : observers.indexOf(by);
        return note == null || index < 0 ? null : note.kept(index);
    }

    /** The summary that the event loop fills in for each call. */
    EndedCall summary(Method first) {
        EndedCall known = summary;
        if (known == null) {
            summary = known = new EndedCall(first);
        }
        return known;
    }

    void ended(EndedCall call, @Nullable CallNote note) {
        for (int i = 0; i < observers.size(); i++) {
            call.keep(note == null ? null : note.kept(i));
            try {
                observers.get(i).ended(call);
            } catch (Throwable t) {
                faults.threw("call observer", t);
            }
        }
        call.keep(null);
        if (note != null && note.event != null) {
            note.event.ended(call, connectionId);
        }
    }

    /** How a call ends that the closing server takes out of a queue. */
    static int abandoned(boolean started) {
        return StatusWord.of(StatusCode.UNAVAILABLE, !started);
    }
}
