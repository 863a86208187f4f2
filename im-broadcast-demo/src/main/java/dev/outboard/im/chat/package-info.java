/**
 * What a chat server promises, apart from how its bytes travel: history and recovery, keys that make publishing
 * idempotent, rates, presence in bursts. Knows no transport; time is given to it.
 */
@NullMarked
package dev.outboard.im.chat;

import org.jspecify.annotations.NullMarked;
