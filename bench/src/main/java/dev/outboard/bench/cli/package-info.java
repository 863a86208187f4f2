/** The command line: {@code outboard demo | im ... | bench ...}. */
@NullMarked
package dev.outboard.bench.cli;

import org.jspecify.annotations.NullMarked;
