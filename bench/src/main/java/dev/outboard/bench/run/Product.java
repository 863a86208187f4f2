package dev.outboard.bench.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** Which code this is: the version in the jar, and the commit where the repository is at hand. No state; any thread. */
public final class Product {
    private static final String POM = "/META-INF/maven/dev.outboard/outboard-bench/pom.properties";
    private static final int HASH_BYTES = 4;
    private static final long GIT_SECONDS = 10;

    private Product() {}

    /** The version that Maven wrote into the jar. */
    public static String version() throws IOException {
        Properties pom = new Properties();
        try (InputStream in = Product.class.getResourceAsStream(POM)) {
            if (in != null) {
                pom.load(in);
            }
        }
        return pom.getProperty("version", "(not packaged)");
    }

    /**
     * The commit that the repository at {@code home} stands on. Where files have been changed since, with a hash of the
     * changes, so that two states of them are not taken for one.
     *
     * @return "unknown" without a repository or without git
     */
    static String commit(Path home) {
        String commit = new String(
                        git(home, "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"),
                        StandardCharsets.US_ASCII)
                .trim();
        if (commit.isEmpty()) {
            return Environment.UNKNOWN;
        }
        return commit.endsWith("-dirty")
                ? commit + "-" + hash(git(home, "diff", "HEAD", "--no-ext-diff"), HASH_BYTES)
                : commit;
    }

    /** The first bytes of the SHA-256, in hexadecimal. */
    static String hash(byte[] data, int bytes) {
        return HexFormat.of().formatHex(sha256().digest(data), 0, bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: not there (expected: in every JDK)", e);
        }
    }

    /** What git prints; nothing where it fails or is not there: then the commit is not known. */
    private static byte[] git(Path home, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder("git", "-C", home.toString());
        builder.command().addAll(List.of(arguments));
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process git = builder.start();
            byte[] said = git.getInputStream().readAllBytes();
            return git.waitFor(GIT_SECONDS, TimeUnit.SECONDS) && git.exitValue() == 0 ? said : new byte[0];
        } catch (IOException e) {
            return new byte[0];
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new byte[0];
        }
    }
}
