/** protobuf-java's own messages, for those who prefer them to encoders and decoders that leave no garbage. */
@NullMarked
package dev.outboard.codec.protobuf;

import org.jspecify.annotations.NullMarked;
