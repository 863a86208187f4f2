package dev.outboard.im.wire;

import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;

/**
 * Reads a message {@code outboard.im.v1.ServerStats} where it lies. {@link #wrap} checks the whole message and notes its
 * fields in one pass; unknown fields are skipped, and of a field that occurs twice the last one counts.
 *
 * <p><em>Borrows</em> the reader, and is valid as long as that: inside the call that delivered it. One thread at a time.
 */
public final class ServerStatsDecoder {
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
    private WireReader reader;

    private int modeOffset;
    private int modeLength;
    private int codecOffset;
    private int codecLength;
    private int transportOffset;
    private int transportLength;
    private int jdkOffset;
    private int jdkLength;
    private int workers;
    private int queueCapacity;
    private boolean ordered;
    private boolean bounded;
    private long broadcasts;
    private long offered;
    private long written;
    private long queueFull;
    private long slowConsumer;
    private long timedOut;
    private long refused;
    private long offline;
    private long closed;
    private long inFlight;
    private long late;
    private long writtenToOpen;
    private long connections;
    private long users;
    private long groups;
    private long queued;
    private long ledgerReserved;
    private long ledgerUsed;
    private long lostFrames;
    private long heapUsed;
    private long rss;
    private long rssPeak;
    private int threads;
    private int threadsPeak;
    private long cpuNanos;
    private long pid;

    /**
     * Reads from the reader's start to its end.
     *
     * @throws dev.outboard.codec.MalformedMessageException where the bytes are no such message
     */
    public ServerStatsDecoder wrap(WireReader reader) {
        this.reader = reader;
        reset();
        reader.position(0);
        for (int tag = reader.readTag(); tag != 0; tag = reader.readTag()) {
            field(tag);
        }
        return this;
    }

    /** How messages are fanned out: "pool", "per-recipient". Allocates. */
    public String mode() {
        return reader.utf8At(modeOffset, modeLength);
    }

    /** Copies {@link #modeLength} bytes of UTF-8. */
    public void mode(byte[] target, int targetOffset) {
        reader.bytesAt(modeOffset, target, targetOffset, modeLength);
    }

    /** Where the text's UTF-8 starts, in bytes from the message's first. */
    public int modeOffset() {
        return modeOffset;
    }

    /** Bytes of the text's UTF-8. */
    public int modeLength() {
        return modeLength;
    }

    /** Field 2, codec. Allocates. */
    public String codec() {
        return reader.utf8At(codecOffset, codecLength);
    }

    /** Copies {@link #codecLength} bytes of UTF-8. */
    public void codec(byte[] target, int targetOffset) {
        reader.bytesAt(codecOffset, target, targetOffset, codecLength);
    }

    /** Where the text's UTF-8 starts, in bytes from the message's first. */
    public int codecOffset() {
        return codecOffset;
    }

    /** Bytes of the text's UTF-8. */
    public int codecLength() {
        return codecLength;
    }

    /** Field 3, transport. Allocates. */
    public String transport() {
        return reader.utf8At(transportOffset, transportLength);
    }

    /** Copies {@link #transportLength} bytes of UTF-8. */
    public void transport(byte[] target, int targetOffset) {
        reader.bytesAt(transportOffset, target, targetOffset, transportLength);
    }

    /** Where the text's UTF-8 starts, in bytes from the message's first. */
    public int transportOffset() {
        return transportOffset;
    }

    /** Bytes of the text's UTF-8. */
    public int transportLength() {
        return transportLength;
    }

    /** Field 4, jdk. Allocates. */
    public String jdk() {
        return reader.utf8At(jdkOffset, jdkLength);
    }

    /** Copies {@link #jdkLength} bytes of UTF-8. */
    public void jdk(byte[] target, int targetOffset) {
        reader.bytesAt(jdkOffset, target, targetOffset, jdkLength);
    }

    /** Where the text's UTF-8 starts, in bytes from the message's first. */
    public int jdkOffset() {
        return jdkOffset;
    }

    /** Bytes of the text's UTF-8. */
    public int jdkLength() {
        return jdkLength;
    }

    /** Field 5, workers. */
    public int workers() {
        return workers;
    }

    /** Field 6, queue_capacity. */
    public int queueCapacity() {
        return queueCapacity;
    }

    /** Guaranteed by the mode: a member receives a group's messages in the order of their sequence numbers. */
    public boolean ordered() {
        return ordered;
    }

    /** Guaranteed by the mode: the memory that waiting messages take has a bound. */
    public boolean bounded() {
        return bounded;
    }

    /** Messages published. */
    public long broadcasts() {
        return broadcasts;
    }

    /** Recipients of all messages published. */
    public long offered() {
        return offered;
    }

    /** Recipients whose copy was written to their socket. */
    public long written() {
        return written;
    }

    /** Dropped before fan-out: the shard's queue was full. */
    public long queueFull() {
        return queueFull;
    }

    /** Dropped at the connection: its byte budget was used up. */
    public long slowConsumer() {
        return slowConsumer;
    }

    /** Given up by a blocking push that waited too long, and not sent. */
    public long timedOut() {
        return timedOut;
    }

    /** Given up because the system refused a thread, or the budget memory. */
    public long refused() {
        return refused;
    }

    /** Members without an open connection. */
    public long offline() {
        return offline;
    }

    /** Accepted for a connection that closed before the write. */
    public long closed() {
        return closed;
    }

    /** Neither written nor given up yet. */
    public long inFlight() {
        return inFlight;
    }

    /** Of written: those that a blocking push had stopped waiting for. */
    public long late() {
        return late;
    }

    /** Of written: those to connections that are open now. */
    public long writtenToOpen() {
        return writtenToOpen;
    }

    /** Field 21, connections. */
    public long connections() {
        return connections;
    }

    /** Field 22, users. */
    public long users() {
        return users;
    }

    /** Field 23, groups. */
    public long groups() {
        return groups;
    }

    /** Messages waiting in queues before fan-out, or tasks where there is no queue. */
    public long queued() {
        return queued;
    }

    /** Off-heap bytes reserved from the system, and bytes of frames in use. */
    public long ledgerReserved() {
        return ledgerReserved;
    }

    /** Field 26, ledger_used. */
    public long ledgerUsed() {
        return ledgerUsed;
    }

    /** Frames that were never released and that the collector found. */
    public long lostFrames() {
        return lostFrames;
    }

    /** Field 28, heap_used. */
    public long heapUsed() {
        return heapUsed;
    }

    /** Resident bytes of the process, now and at most; 0 where the system does not tell. */
    public long rss() {
        return rss;
    }

    /** Field 30, rss_peak. */
    public long rssPeak() {
        return rssPeak;
    }

    /** Field 31, threads. */
    public int threads() {
        return threads;
    }

    /** Field 32, threads_peak. */
    public int threadsPeak() {
        return threadsPeak;
    }

    /** Field 33, cpu_nanos. */
    public long cpuNanos() {
        return cpuNanos;
    }

    /** Field 34, pid. */
    public long pid() {
        return pid;
    }

    private void reset() {
        modeOffset = 0;
        modeLength = 0;
        codecOffset = 0;
        codecLength = 0;
        transportOffset = 0;
        transportLength = 0;
        jdkOffset = 0;
        jdkLength = 0;
        workers = 0;
        queueCapacity = 0;
        ordered = false;
        bounded = false;
        broadcasts = 0;
        offered = 0;
        written = 0;
        queueFull = 0;
        slowConsumer = 0;
        timedOut = 0;
        refused = 0;
        offline = 0;
        closed = 0;
        inFlight = 0;
        late = 0;
        writtenToOpen = 0;
        connections = 0;
        users = 0;
        groups = 0;
        queued = 0;
        ledgerReserved = 0;
        ledgerUsed = 0;
        lostFrames = 0;
        heapUsed = 0;
        rss = 0;
        rssPeak = 0;
        threads = 0;
        threadsPeak = 0;
        cpuNanos = 0;
        pid = 0;
    }

    private void field(int tag) {
        switch (tag) {
            case MODE -> {
                modeLength = reader.readLength();
                modeOffset = reader.position();
                reader.checkUtf8(modeOffset, modeLength);
                reader.skip(modeLength);
            }
            case CODEC -> {
                codecLength = reader.readLength();
                codecOffset = reader.position();
                reader.checkUtf8(codecOffset, codecLength);
                reader.skip(codecLength);
            }
            case TRANSPORT -> {
                transportLength = reader.readLength();
                transportOffset = reader.position();
                reader.checkUtf8(transportOffset, transportLength);
                reader.skip(transportLength);
            }
            case JDK -> {
                jdkLength = reader.readLength();
                jdkOffset = reader.position();
                reader.checkUtf8(jdkOffset, jdkLength);
                reader.skip(jdkLength);
            }
            case WORKERS -> workers = reader.readVarint32();
            case QUEUE_CAPACITY -> queueCapacity = reader.readVarint32();
            case ORDERED -> ordered = reader.readBool();
            case BOUNDED -> bounded = reader.readBool();
            case BROADCASTS -> broadcasts = reader.readVarint64();
            case OFFERED -> offered = reader.readVarint64();
            case WRITTEN -> written = reader.readVarint64();
            case QUEUE_FULL -> queueFull = reader.readVarint64();
            case SLOW_CONSUMER -> slowConsumer = reader.readVarint64();
            case TIMED_OUT -> timedOut = reader.readVarint64();
            case REFUSED -> refused = reader.readVarint64();
            case OFFLINE -> offline = reader.readVarint64();
            case CLOSED -> closed = reader.readVarint64();
            case IN_FLIGHT -> inFlight = reader.readVarint64();
            case LATE -> late = reader.readVarint64();
            case WRITTEN_TO_OPEN -> writtenToOpen = reader.readVarint64();
            case CONNECTIONS -> connections = reader.readVarint64();
            case USERS -> users = reader.readVarint64();
            case GROUPS -> groups = reader.readVarint64();
            case QUEUED -> queued = reader.readVarint64();
            case LEDGER_RESERVED -> ledgerReserved = reader.readVarint64();
            case LEDGER_USED -> ledgerUsed = reader.readVarint64();
            case LOST_FRAMES -> lostFrames = reader.readVarint64();
            case HEAP_USED -> heapUsed = reader.readVarint64();
            case RSS -> rss = reader.readVarint64();
            case RSS_PEAK -> rssPeak = reader.readVarint64();
            case THREADS -> threads = reader.readVarint32();
            case THREADS_PEAK -> threadsPeak = reader.readVarint32();
            case CPU_NANOS -> cpuNanos = reader.readVarint64();
            case PID -> pid = reader.readVarint64();
            default -> reader.skipField(tag);
        }
    }
}
