/** The rules of the house and the count of its tests; nothing here ships. */
@NullMarked
package dev.outboard.architecture;

import org.jspecify.annotations.NullMarked;
