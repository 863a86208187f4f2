package dev.outboard.bench.codec;

/**
 * A goal of ours beside what was measured.
 *
 * @param goal in words
 * @param measured with its spread over the rounds
 * @param met whether it holds in the median
 */
public record CodecBar(String goal, String measured, boolean met) {}
