/** Who may do what: signed tokens and the rights in them. Knows no transport. */
@NullMarked
package dev.outboard.im.auth;

import org.jspecify.annotations.NullMarked;
