package dev.outboard.im.backplane;

/**
 * How a backplane is, at one moment.
 *
 * @param connected whether the others can be reached, as far as is known
 * @param queuedRecords records that wait to be stored
 * @param queuedBytes their bytes
 * @param lag records that are stored and were not handed to this node yet, when it last heard
 * @param sent records stored
 * @param received records handed to this node
 * @param duplicates records offered whose ids were there before
 * @param failures attempts that failed, of any kind
 * @param signalsDropped signals that this node could not send
 */
public record BackplaneStatus(
        boolean connected,
        long queuedRecords,
        long queuedBytes,
        long lag,
        long sent,
        long received,
        long duplicates,
        long failures,
        long signalsDropped) {}
