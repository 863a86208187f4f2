package dev.outboard.bench.hostile;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StreamReceiver;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts how a number of calls ended, and how often each of them did. Any thread. */
final class Ends {
    private final AtomicIntegerArray told;
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private final Map<String, LongAdder> codes = new ConcurrentHashMap<>();

    Ends(int calls) {
        told = new AtomicIntegerArray(calls);
    }

    /** Hears of the end of a unary call. */
    ReplyHandler call(int index) {
        return new ReplyHandler() {
            @Override
            public void onReply(WireReader reply) {
                end(index, "OK");
            }

            @Override
            public void onFailure(Status status) {
                end(index, status.code().name());
            }
        };
    }

    /** Hears of the end of a stream. */
    StreamReceiver stream(int index) {
        return new StreamReceiver() {
            @Override
            public void onMessage(WireReader message) {
                messages.incrementAndGet();
            }

            @Override
            public void onComplete() {
                end(index, "OK");
            }

            @Override
            public void onFailure(Status status) {
                end(index, status.code().name());
            }
        };
    }

    /** One of them ended, otherwise than by a handler. */
    void end(int index, String code) {
        codes.computeIfAbsent(code, key -> new LongAdder()).increment();
        if (told.getAndIncrement(index) == 0) {
            ended.incrementAndGet();
        }
    }

    int calls() {
        return told.length();
    }

    /** How many have ended, once or more. */
    long ended() {
        return ended.get();
    }

    /** Messages of streams so far. */
    long messages() {
        return messages.get();
    }

    /** How many have ended more than once. */
    long twice() {
        long twice = 0;
        for (int i = 0; i < told.length(); i++) {
            twice += told.get(i) > 1 ? 1 : 0;
        }
        return twice;
    }

    /** How often each status was told. */
    @Override
    public String toString() {
        return new TreeMap<>(codes)
                .entrySet().stream()
                        .map(code -> code.getValue().sum() + " " + code.getKey())
                        .collect(Collectors.joining(", "));
    }

    /** Whether each of them has ended with this, and nothing else was told. */
    boolean allEndedWith(String code) {
        LongAdder with = codes.get(code);
        return codes.size() == 1 && with != null && with.sum() == told.length() && ended() == told.length();
    }
}
