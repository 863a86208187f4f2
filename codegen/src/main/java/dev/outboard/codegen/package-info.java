/**
 * {@code protoc-gen-outboard}: generates encoders and decoders from {@code .proto} files. The generator is a function from a
 * request of protoc to its answer; it reads and writes nothing else.
 */
@NullMarked
package dev.outboard.codegen;

import org.jspecify.annotations.NullMarked;
