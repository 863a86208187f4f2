package dev.outboard.rpc;

import java.util.Map;

/**
 * What a server has counted since it started.
 *
 * @param connections open now, handshake finished or not
 * @param connectionsAccepted accepted by the listening socket
 * @param calls unary calls received
 * @param oneWays one-way messages received
 * @param queued calls and streams that wait for a worker now
 * @param rejected calls and messages refused before dispatch because every worker's queue was full
 * @param expired calls whose deadline had passed when a worker took them up, and which were not run
 * @param failures calls that ended because their handler threw
 * @param sentAway connections that were told to go, for their age or because they were idle
 * @param pushesSent pushes handed to the transport, tracked ones once they are written
 * @param pushesLost pushes that were accepted, and not sent when their connection closed
 * @param closedByFault connections closed because of what the peer did or did not do, by reason
 */
public record ServerStats(
        long connections,
        long connectionsAccepted,
        long calls,
        long oneWays,
        long queued,
        long rejected,
        long expired,
        long failures,
        long sentAway,
        long pushesSent,
        long pushesLost,
        Map<String, Long> closedByFault) {}
