package dev.outboard.im.admin;

import java.util.function.Function;

/**
 * Answers one method of one path, on the endpoint's event loop; may take milliseconds.
 *
 * @param method of HTTP, in capitals
 * @param path the whole of it, compared as it comes
 * @param handler makes the answer; what it throws is logged and answered with 500
 */
public record Route(String method, String path, Function<Request, Response> handler) {}
