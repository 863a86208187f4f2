/** What the schema {@code outboard/im/v1/chat.proto} does not generate yet: the methods of its service. */
@NullMarked
package dev.outboard.im.wire;

import org.jspecify.annotations.NullMarked;
