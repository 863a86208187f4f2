package dev.outboard.testing;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Stands for bytes too many to list. */
final class Digest {
    private Digest() {}

    /** SHA-256. */
    static byte[] of(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
