package dev.outboard.im.server;

import com.sun.management.OperatingSystemMXBean;
import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.WireWriter;
import dev.outboard.im.chat.HistoryBudget;
import dev.outboard.im.v1.ServerStatsEncoder;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Answers the {@code Stats} call: the books of the fan-out, and what the process takes. Any thread. */
final class StatsReply {
    private final ImServerOptions options;
    private final RpcOutbound outbound;
    private final UserTable table;
    private final Dispatcher dispatcher;
    private final Counters counters;
    private final ChatCounters chat;
    private final HistoryBudget history;
    private final GarbageCollection garbage = new GarbageCollection();

    StatsReply(
            ImServerOptions options,
            RpcOutbound outbound,
            UserTable table,
            Dispatcher dispatcher,
            Counters counters,
            ChatCounters chat,
            HistoryBudget history) {
        this.chat = chat;
        this.history = history;
        this.options = options;
        this.outbound = outbound;
        this.table = table;
        this.dispatcher = dispatcher;
        this.counters = counters;
    }

    /** Writes a {@code ServerStats}; {@code collect} as in {@code StatsRequest}. */
    void write(WireWriter out, boolean collect) {
        if (collect) {
            garbage.collect();
        }
        ServerStatsEncoder stats = new ServerStatsEncoder().wrap(out);
        writeSetup(stats);
        writeBooks(stats);
        writeMemory(stats);
        writeProcess(stats);
        writeChat(stats);
        writeLive(stats);
    }

    /** The books in one line, for people. */
    String summary() {
        return "messages " + counters.broadcasts.sum() + ", offered " + counters.offered.sum() + " = written "
                + dispatcher.written() + " + dropped(queue-full=" + counters.queueFull.sum() + ", slow-consumer="
                + counters.slowConsumer.sum() + ", timeout=" + counters.timedOut.sum() + ", refused="
                + counters.refused.sum() + ") + offline " + counters.offline.sum() + " + closed " + dispatcher.closed()
                + " + in-flight(" + dispatcher.inFlight() + "), memory "
                + outbound.server().ledger();
    }

    private void writeSetup(ServerStatsEncoder stats) {
        Guarantees guarantees = dispatcher.guarantees();
        stats.mode(dispatcher.mode().id())
                .codec(outbound.server().codec())
                .transport(outbound.server().transport())
                .jdk(Runtime.version().toString())
                .workers(options.workers())
                .queueCapacity(options.queueCapacity())
                .ordered(guarantees.ordered())
                .bounded(guarantees.bounded())
                .isolated(guarantees.isolated());
    }

    private void writeBooks(ServerStatsEncoder stats) {
        stats.broadcasts(counters.broadcasts.sum())
                .offered(counters.offered.sum())
                .written(dispatcher.written())
                .queueFull(counters.queueFull.sum())
                .slowConsumer(counters.slowConsumer.sum())
                .timedOut(counters.timedOut.sum())
                .refused(counters.refused.sum())
                .offline(counters.offline.sum())
                .closed(dispatcher.closed())
                .inFlight(dispatcher.inFlight())
                .late(counters.late.sum())
                .writtenToOpen(dispatcher.writtenToOpen())
                .connections(outbound.openConnections())
                .users(table.userCount())
                .groups(table.groupCount())
                .queued(dispatcher.queued());
    }

    private void writeMemory(ServerStatsEncoder stats) {
        MemoryLedger ledger = outbound.server().ledger();
        ProcessMemory memory = ProcessMemory.now();
        stats.ledgerReserved(ledger.reservedBytes())
                .ledgerUsed(ledger.usedBytes())
                .lostFrames(ledger.lostFrames())
                .heapUsed(
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed())
                .rss(memory.rssBytes())
                .rssPeak(memory.peakBytes());
    }

    private static void writeProcess(ServerStatsEncoder stats) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        stats.threads(threads.getThreadCount())
                .threadsPeak(threads.getPeakThreadCount())
                .cpuNanos(system.getProcessCpuTime())
                .pid(ProcessHandle.current().pid())
                .allocatedBytes(Allocations.bytes());
    }

    private void writeChat(ServerStatsEncoder stats) {
        stats.limitedUser(chat.limitedUser.sum())
                .limitedGroup(chat.limitedGroup.sum())
                .tooLong(chat.tooLong.sum())
                .tokensRefused(chat.tokensRefused.sum())
                .tokensExpired(chat.tokensExpired.sum())
                .repeats(chat.repeats.sum())
                .historyMessages(history.messages())
                .historyBytes(history.bytes())
                .recovered(chat.recovered.sum())
                .historyLost(chat.historyLost.sum())
                .events(chat.events.sum())
                .eventsQueueFull(chat.eventsQueueFull.sum())
                .typingShed(chat.typingShed.sum())
                .presenceShed(chat.presenceShed.sum())
                .droppedOldest(chat.droppedOldest.sum())
                .conflated(chat.conflated.sum())
                .droppedNewest(chat.droppedNewest.sum())
                .disconnectedSlow(chat.disconnectedSlow.sum())
                .backlogBytes(chat.backlogBytes.sum())
                .gaps(chat.gaps.sum())
                .devices(table.deviceCount());
    }

    private void writeLive(ServerStatsEncoder stats) {
        FanoutLatency.Window latency = counters.latency.window();
        long runs = 0;
        long millis = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            runs += Math.max(0, collector.getCollectionCount());
            millis += Math.max(0, collector.getCollectionTime());
        }
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        stats.fanoutP50Nanos(latency.p50())
                .fanoutP99Nanos(latency.p99())
                .fanoutMaxNanos(latency.max())
                .gcCount(runs)
                .gcMillis(millis)
                .directBytes(direct);
    }
}
