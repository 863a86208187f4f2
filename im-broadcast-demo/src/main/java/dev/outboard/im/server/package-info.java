/**
 * The group broadcast server. State has one writer, {@link dev.outboard.im.server.UserTable}'s, and lock-free readers;
 * messages go through a {@link dev.outboard.im.server.Dispatcher}, one implementation per mode.
 */
@NullMarked
package dev.outboard.im.server;

import org.jspecify.annotations.NullMarked;
