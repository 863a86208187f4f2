/**
 * What users and generated code see of a codec: readers and writers of protobuf wire format over frames, the memory
 * ledger, and the errors. No type of this package mentions a Netty buffer; those live in {@code dev.outboard.codec.spi}.
 */
@NullMarked
package dev.outboard.codec;

import org.jspecify.annotations.NullMarked;
