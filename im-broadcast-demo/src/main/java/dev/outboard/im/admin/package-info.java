/** The HTTP endpoint for those who run the server: health, meters, configuration. Not for its users. */
@NullMarked
package dev.outboard.im.admin;

import org.jspecify.annotations.NullMarked;
