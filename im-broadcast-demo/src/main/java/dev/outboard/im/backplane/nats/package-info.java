/** The backplane on NATS: records in a JetStream stream, signals on a subject. */
@NullMarked
package dev.outboard.im.backplane.nats;

import org.jspecify.annotations.NullMarked;
