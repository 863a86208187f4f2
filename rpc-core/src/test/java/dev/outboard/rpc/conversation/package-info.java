/** Whole conversations, byte for byte. */
@NullMarked
package dev.outboard.rpc.conversation;

import org.jspecify.annotations.NullMarked;
