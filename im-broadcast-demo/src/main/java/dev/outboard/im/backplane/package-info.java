/**
 * What connects nodes that share groups: a store that all of them append to and read, and a way to tell each other what
 * need not be kept. Knows nothing of chats: records and signals are bytes here.
 */
@NullMarked
package dev.outboard.im.backplane;

import org.jspecify.annotations.NullMarked;
