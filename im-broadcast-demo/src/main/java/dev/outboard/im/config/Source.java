package dev.outboard.im.config;

/** Where a value comes from. A later one wins over an earlier one. */
public enum Source {
    /** Nobody has said anything. */
    DEFAULT,
    /** What a profile has in the place of the defaults. */
    PROFILE,
    /** The configuration file. */
    FILE,
    /** An environment variable. */
    ENVIRONMENT,
    /** The command line. */
    FLAG,
    /** The admin endpoint, until the process ends. */
    ADMIN
}
