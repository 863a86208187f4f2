/**
 * The codec benchmark: our codecs beside other libraries, encode and decode, each contender in JVMs of its own with a class
 * path of its own.
 */
@NullMarked
package dev.outboard.bench.codec;

import org.jspecify.annotations.NullMarked;
