/** A chat client that stays: it connects again, joins again, recovers what it missed and hands on nothing twice. */
@NullMarked
package dev.outboard.im.client;

import org.jspecify.annotations.NullMarked;
