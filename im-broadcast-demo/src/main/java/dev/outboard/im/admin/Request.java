package dev.outboard.im.admin;

import java.util.function.UnaryOperator;

/**
 * A request as routes see it.
 *
 * @param local whether it came from this machine
 * @param header the value of a header by its name; empty where there is none
 * @param body the bytes, complete
 */
record Request(boolean local, UnaryOperator<String> header, byte[] body) {}
