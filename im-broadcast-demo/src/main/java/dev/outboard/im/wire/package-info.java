/**
 * The messages of {@code outboard/im/v1/chat.proto} as flyweights: an encoder that writes a message's fields straight
 * into a frame and a decoder that indexes them in one pass and reads them where they lie.
 */
@NullMarked
package dev.outboard.im.wire;

import org.jspecify.annotations.NullMarked;
