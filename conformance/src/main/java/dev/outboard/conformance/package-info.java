/** The program that protobuf's own conformance runner tests, on each codec. */
@NullMarked
package dev.outboard.conformance;

import org.jspecify.annotations.NullMarked;
