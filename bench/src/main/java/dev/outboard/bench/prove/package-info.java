/** What the chat server promises at scale, shown on a server in a JVM of its own: {@code im prove}. */
@NullMarked
package dev.outboard.bench.prove;

import org.jspecify.annotations.NullMarked;
