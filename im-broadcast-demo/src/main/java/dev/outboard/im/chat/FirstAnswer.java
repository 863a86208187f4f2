package dev.outboard.im.chat;

/** What was answered when a message was published the first time. */
public record FirstAnswer(long epoch, long sequence, int recipients, int dropped) {}
