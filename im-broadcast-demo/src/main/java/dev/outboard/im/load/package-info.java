/**
 * The load client: connects users, publishes, checks every delivery against what the server's mode guarantees, and
 * closes the books.
 */
@NullMarked
package dev.outboard.im.load;

import org.jspecify.annotations.NullMarked;
