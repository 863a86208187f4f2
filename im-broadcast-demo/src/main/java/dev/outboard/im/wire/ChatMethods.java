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
    /** {@code Subscription} to {@code Recovered}. */
    public static final Method SUBSCRIBE = Method.unary(SERVICE + "/Subscribe");
    /** {@code HistoryRequest} to {@code HistoryPage}. */
    public static final Method HISTORY = Method.unary(SERVICE + "/History");
    /** {@code Membership} to {@code PresenceList}. */
    public static final Method PRESENCE = Method.unary(SERVICE + "/Presence");
    /** {@code Membership} to {@code Done}. */
    public static final Method TYPING = Method.unary(SERVICE + "/Typing");
    /** {@code GroupEvent}, pushed to those who asked for events. */
    public static final Method EVENT = Method.push(SERVICE + "/Event");
    /** {@code Missed}, pushed to those who asked for events. */
    public static final Method GAP = Method.push(SERVICE + "/Gap");
    /** {@code Farewell}, pushed before the server closes a connection. */
    public static final Method ENDED = Method.push(SERVICE + "/Ended");
    /** {@code GroupMessage}, pushed to members. */
    public static final Method DELIVER = Method.push(SERVICE + "/Deliver");

    private ChatMethods() {}
}
