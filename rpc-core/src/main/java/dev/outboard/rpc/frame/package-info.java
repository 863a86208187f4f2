/**
 * The wire format of {@code docs/wire-format.md}: header layout, frame types, the rules that every header is held
 * against, and the bodies of the handshake. Pure functions over words and byte arrays; no buffers, no channels, no
 * clock. Used by the packages above; not an API.
 */
@NullMarked
package dev.outboard.rpc.frame;

import org.jspecify.annotations.NullMarked;
