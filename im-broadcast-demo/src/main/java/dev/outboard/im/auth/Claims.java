package dev.outboard.im.auth;

/**
 * What a token says. Immutable.
 *
 * @param userId who the bearer is, an unsigned number
 * @param expiresAtSeconds from when on it is of no use, in seconds since 1970
 * @param read groups that the user may join, look at and hear of
 * @param publish groups that the user may send to
 * @param direct whether the user may send to other users
 */
public record Claims(long userId, long expiresAtSeconds, GroupSet read, GroupSet publish, boolean direct) {
    /** What everybody may do where no tokens are asked for; never expires. */
    public static Claims open(long userId) {
        return new Claims(userId, Long.MAX_VALUE, GroupSet.ALL, GroupSet.ALL, true);
    }

    /** Whether it is of no use any more. */
    public boolean expired(long nowSeconds) {
        return nowSeconds >= expiresAtSeconds;
    }
}
