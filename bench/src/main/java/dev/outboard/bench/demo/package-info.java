/** The product's first impression: both migrations measured in six minutes, printed, and written as a page. */
@NullMarked
package dev.outboard.bench.demo;

import org.jspecify.annotations.NullMarked;
