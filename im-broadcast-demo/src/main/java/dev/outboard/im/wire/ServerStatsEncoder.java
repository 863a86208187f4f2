package dev.outboard.im.wire;

import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;

/**
 * Writes a message {@code outboard.im.v1.ServerStats} straight into a frame. Each method writes its field at once: call it
 * at most once. Called in the order of the field numbers they give the bytes that protobuf-java gives; values that are
 * the default of proto3 (0, false, empty) take none.
 *
 * <p><em>Borrows</em> the writer and has no other state. One thread at a time.
 */
public final class ServerStatsEncoder {
    private static final int MODE = 1 << 3 | Wire.LENGTH_DELIMITED;
    private static final int CODEC = 2 << 3 | Wire.LENGTH_DELIMITED;
    private static final int TRANSPORT = 3 << 3 | Wire.LENGTH_DELIMITED;
    private static final int JDK = 4 << 3 | Wire.LENGTH_DELIMITED;
    private static final int WORKERS = 5 << 3 | Wire.VARINT;
    private static final int QUEUE_CAPACITY = 6 << 3 | Wire.VARINT;
    private static final int ORDERED = 7 << 3 | Wire.VARINT;
    private static final int BOUNDED = 8 << 3 | Wire.VARINT;
    private static final int BROADCASTS = 9 << 3 | Wire.VARINT;
    private static final int OFFERED = 10 << 3 | Wire.VARINT;
    private static final int WRITTEN = 11 << 3 | Wire.VARINT;
    private static final int QUEUE_FULL = 12 << 3 | Wire.VARINT;
    private static final int SLOW_CONSUMER = 13 << 3 | Wire.VARINT;
    private static final int TIMED_OUT = 14 << 3 | Wire.VARINT;
    private static final int REFUSED = 15 << 3 | Wire.VARINT;
    private static final int OFFLINE = 16 << 3 | Wire.VARINT;
    private static final int CLOSED = 17 << 3 | Wire.VARINT;
    private static final int IN_FLIGHT = 18 << 3 | Wire.VARINT;
    private static final int LATE = 19 << 3 | Wire.VARINT;
    private static final int WRITTEN_TO_OPEN = 20 << 3 | Wire.VARINT;
    private static final int CONNECTIONS = 21 << 3 | Wire.VARINT;
    private static final int USERS = 22 << 3 | Wire.VARINT;
    private static final int GROUPS = 23 << 3 | Wire.VARINT;
    private static final int QUEUED = 24 << 3 | Wire.VARINT;
    private static final int LEDGER_RESERVED = 25 << 3 | Wire.VARINT;
    private static final int LEDGER_USED = 26 << 3 | Wire.VARINT;
    private static final int LOST_FRAMES = 27 << 3 | Wire.VARINT;
    private static final int HEAP_USED = 28 << 3 | Wire.VARINT;
    private static final int RSS = 29 << 3 | Wire.VARINT;
    private static final int RSS_PEAK = 30 << 3 | Wire.VARINT;
    private static final int THREADS = 31 << 3 | Wire.VARINT;
    private static final int THREADS_PEAK = 32 << 3 | Wire.VARINT;
    private static final int CPU_NANOS = 33 << 3 | Wire.VARINT;
    private static final int PID = 34 << 3 | Wire.VARINT;

    @SuppressWarnings("NullAway.Init")
    private WireWriter writer;

    /** Starts a message at the writer's position. */
    public ServerStatsEncoder wrap(WireWriter writer) {
        this.writer = writer;
        return this;
    }

    /** How messages are fanned out: "pool", "per-recipient". */
    public ServerStatsEncoder mode(CharSequence value) {
        if (!value.isEmpty()) {
            writer.writeTag(MODE);
            writer.writeUtf8(value);
        }
        return this;
    }

    /** As {@link #mode(CharSequence)}, from bytes known to be UTF-8. <em>Borrows</em> the source. */
    public ServerStatsEncoder mode(WireReader source, int offset, int length) {
        if (length != 0) {
            writer.writeTag(MODE);
            writer.writeVarint32(length);
            writer.writeRaw(source, offset, length);
        }
        return this;
    }

    /** Field 2, codec. */
    public ServerStatsEncoder codec(CharSequence value) {
        if (!value.isEmpty()) {
            writer.writeTag(CODEC);
            writer.writeUtf8(value);
        }
        return this;
    }

    /** As {@link #codec(CharSequence)}, from bytes known to be UTF-8. <em>Borrows</em> the source. */
    public ServerStatsEncoder codec(WireReader source, int offset, int length) {
        if (length != 0) {
            writer.writeTag(CODEC);
            writer.writeVarint32(length);
            writer.writeRaw(source, offset, length);
        }
        return this;
    }

    /** Field 3, transport. */
    public ServerStatsEncoder transport(CharSequence value) {
        if (!value.isEmpty()) {
            writer.writeTag(TRANSPORT);
            writer.writeUtf8(value);
        }
        return this;
    }

    /** As {@link #transport(CharSequence)}, from bytes known to be UTF-8. <em>Borrows</em> the source. */
    public ServerStatsEncoder transport(WireReader source, int offset, int length) {
        if (length != 0) {
            writer.writeTag(TRANSPORT);
            writer.writeVarint32(length);
            writer.writeRaw(source, offset, length);
        }
        return this;
    }

    /** Field 4, jdk. */
    public ServerStatsEncoder jdk(CharSequence value) {
        if (!value.isEmpty()) {
            writer.writeTag(JDK);
            writer.writeUtf8(value);
        }
        return this;
    }

    /** As {@link #jdk(CharSequence)}, from bytes known to be UTF-8. <em>Borrows</em> the source. */
    public ServerStatsEncoder jdk(WireReader source, int offset, int length) {
        if (length != 0) {
            writer.writeTag(JDK);
            writer.writeVarint32(length);
            writer.writeRaw(source, offset, length);
        }
        return this;
    }

    /** Field 5, workers. */
    public ServerStatsEncoder workers(int value) {
        if (value != 0) {
            writer.writeTag(WORKERS);
            writer.writeVarint32(value);
        }
        return this;
    }

    /** Field 6, queue_capacity. */
    public ServerStatsEncoder queueCapacity(int value) {
        if (value != 0) {
            writer.writeTag(QUEUE_CAPACITY);
            writer.writeVarint32(value);
        }
        return this;
    }

    /** Guaranteed by the mode: a member receives a group's messages in the order of their sequence numbers. */
    public ServerStatsEncoder ordered(boolean value) {
        if (value) {
            writer.writeTag(ORDERED);
            writer.writeBool(true);
        }
        return this;
    }

    /** Guaranteed by the mode: the memory that waiting messages take has a bound. */
    public ServerStatsEncoder bounded(boolean value) {
        if (value) {
            writer.writeTag(BOUNDED);
            writer.writeBool(true);
        }
        return this;
    }

    /** Messages published. */
    public ServerStatsEncoder broadcasts(long value) {
        if (value != 0) {
            writer.writeTag(BROADCASTS);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Recipients of all messages published. */
    public ServerStatsEncoder offered(long value) {
        if (value != 0) {
            writer.writeTag(OFFERED);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Recipients whose copy was written to their socket. */
    public ServerStatsEncoder written(long value) {
        if (value != 0) {
            writer.writeTag(WRITTEN);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Dropped before fan-out: the shard's queue was full. */
    public ServerStatsEncoder queueFull(long value) {
        if (value != 0) {
            writer.writeTag(QUEUE_FULL);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Dropped at the connection: its byte budget was used up. */
    public ServerStatsEncoder slowConsumer(long value) {
        if (value != 0) {
            writer.writeTag(SLOW_CONSUMER);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Given up by a blocking push that waited too long, and not sent. */
    public ServerStatsEncoder timedOut(long value) {
        if (value != 0) {
            writer.writeTag(TIMED_OUT);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Given up because the system refused a thread, or the budget memory. */
    public ServerStatsEncoder refused(long value) {
        if (value != 0) {
            writer.writeTag(REFUSED);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Members without an open connection. */
    public ServerStatsEncoder offline(long value) {
        if (value != 0) {
            writer.writeTag(OFFLINE);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Accepted for a connection that closed before the write. */
    public ServerStatsEncoder closed(long value) {
        if (value != 0) {
            writer.writeTag(CLOSED);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Neither written nor given up yet. */
    public ServerStatsEncoder inFlight(long value) {
        if (value != 0) {
            writer.writeTag(IN_FLIGHT);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Of written: those that a blocking push had stopped waiting for. */
    public ServerStatsEncoder late(long value) {
        if (value != 0) {
            writer.writeTag(LATE);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Of written: those to connections that are open now. */
    public ServerStatsEncoder writtenToOpen(long value) {
        if (value != 0) {
            writer.writeTag(WRITTEN_TO_OPEN);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Field 21, connections. */
    public ServerStatsEncoder connections(long value) {
        if (value != 0) {
            writer.writeTag(CONNECTIONS);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Field 22, users. */
    public ServerStatsEncoder users(long value) {
        if (value != 0) {
            writer.writeTag(USERS);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Field 23, groups. */
    public ServerStatsEncoder groups(long value) {
        if (value != 0) {
            writer.writeTag(GROUPS);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Messages waiting in queues before fan-out, or tasks where there is no queue. */
    public ServerStatsEncoder queued(long value) {
        if (value != 0) {
            writer.writeTag(QUEUED);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Off-heap bytes reserved from the system, and bytes of frames in use. */
    public ServerStatsEncoder ledgerReserved(long value) {
        if (value != 0) {
            writer.writeTag(LEDGER_RESERVED);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Field 26, ledger_used. */
    public ServerStatsEncoder ledgerUsed(long value) {
        if (value != 0) {
            writer.writeTag(LEDGER_USED);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Frames that were never released and that the collector found. */
    public ServerStatsEncoder lostFrames(long value) {
        if (value != 0) {
            writer.writeTag(LOST_FRAMES);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Field 28, heap_used. */
    public ServerStatsEncoder heapUsed(long value) {
        if (value != 0) {
            writer.writeTag(HEAP_USED);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Resident bytes of the process, now and at most; 0 where the system does not tell. */
    public ServerStatsEncoder rss(long value) {
        if (value != 0) {
            writer.writeTag(RSS);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Field 30, rss_peak. */
    public ServerStatsEncoder rssPeak(long value) {
        if (value != 0) {
            writer.writeTag(RSS_PEAK);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Field 31, threads. */
    public ServerStatsEncoder threads(int value) {
        if (value != 0) {
            writer.writeTag(THREADS);
            writer.writeVarint32(value);
        }
        return this;
    }

    /** Field 32, threads_peak. */
    public ServerStatsEncoder threadsPeak(int value) {
        if (value != 0) {
            writer.writeTag(THREADS_PEAK);
            writer.writeVarint32(value);
        }
        return this;
    }

    /** Field 33, cpu_nanos. */
    public ServerStatsEncoder cpuNanos(long value) {
        if (value != 0) {
            writer.writeTag(CPU_NANOS);
            writer.writeVarint64(value);
        }
        return this;
    }

    /** Field 34, pid. */
    public ServerStatsEncoder pid(long value) {
        if (value != 0) {
            writer.writeTag(PID);
            writer.writeVarint64(value);
        }
        return this;
    }
}
