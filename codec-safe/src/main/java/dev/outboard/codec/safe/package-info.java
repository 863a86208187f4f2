/** The safe codec: supported API only, memory that the JVM checks on every access and frees by its own Cleaner. */
@NullMarked
package dev.outboard.codec.safe;

import org.jspecify.annotations.NullMarked;
