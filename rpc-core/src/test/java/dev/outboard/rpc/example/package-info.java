/** Programs that the documentation quotes. */
@NullMarked
package dev.outboard.rpc.example;

import org.jspecify.annotations.NullMarked;
