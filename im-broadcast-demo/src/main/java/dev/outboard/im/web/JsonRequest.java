package dev.outboard.im.web;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a page asks.
 *
 * @param id by which it knows the answer, 1 to 2^53 - 1
 * @param method of the chat, with a small first letter; or "connect"
 * @param params an object, empty where none came
 */
record JsonRequest(long id, String method, JsonNode params) {}
