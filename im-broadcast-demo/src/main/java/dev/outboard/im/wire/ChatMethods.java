package dev.outboard.im.wire;

import dev.outboard.rpc.Method;

/** The methods of {@code outboard.im.v1.Chat}. */
public final class ChatMethods {
    /** The service's name. */
    public static final String SERVICE = "outboard.im.v1.Chat";
    /** {@code SignIn} to {@code SignedIn}. */
    public static final Method SIGN_IN = Method.unary(SERVICE + "/SignIn");
    /** {@code Membership} to {@code GroupSize}. */
    public static final Method JOIN = Method.unary(SERVICE + "/Join");
    /** {@code Membership} to {@code GroupSize}. */
    public static final Method LEAVE = Method.unary(SERVICE + "/Leave");
    /** {@code Publish} to {@code Receipt}. */
    public static final Method PUBLISH = Method.unary(SERVICE + "/Publish");
    /** {@code StatsRequest} to {@code ServerStats}. */
    public static final Method STATS = Method.unary(SERVICE + "/Stats");
    /** {@code GroupMessage}, pushed to members. */
    public static final Method DELIVER = Method.push(SERVICE + "/Deliver");

    private ChatMethods() {}
}
