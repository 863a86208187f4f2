package dev.outboard.rpc;

/**
 * What has become of reloading certificates.
 *
 * @param reloads times that new certificates were taken over
 * @param failedReloads times that new ones were bad and the old ones kept
 */
public record TlsStats(long reloads, long failedReloads) {}
