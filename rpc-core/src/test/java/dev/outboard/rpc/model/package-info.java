/** A server's end of a connection as docs/wire-format.md has it, written from that page and not from the code. */
package dev.outboard.rpc.model;
