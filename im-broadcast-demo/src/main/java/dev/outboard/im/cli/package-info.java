/** The command line {@code im serve | load}. */
@NullMarked
package dev.outboard.im.cli;

import org.jspecify.annotations.NullMarked;
