package dev.outboard.im.server;

import dev.outboard.im.auth.GroupSet;

/**
 * How a device signs in.
 *
 * @param device tells the user's devices apart
 * @param hold whether it gets only the groups that it asks for itself
 * @param events whether it wants to hear of more than messages
 * @param readable the groups that it may hear of
 */
record SignInTerms(String device, boolean hold, boolean events, GroupSet readable) {
    /** One device, which gets everything. */
    static final SignInTerms PLAIN = new SignInTerms("", false, false, GroupSet.ALL);
}
