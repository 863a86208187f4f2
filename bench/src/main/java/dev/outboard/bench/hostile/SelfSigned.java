package dev.outboard.bench.hostile;

import dev.outboard.bench.run.ChildFailedException;
import dev.outboard.bench.run.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate for this machine that nobody vouches for, made anew: what is guarded by it is attacked, and no secret. */
final class SelfSigned {
    static final String PASSWORD = "attacked";
    private static final int SECONDS = 60;

    private SelfSigned() {}

    /** Writes a PKCS #12 file with a key and its certificate. */
    static Path write(Path file) throws IOException, InterruptedException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(file);
        Path log = file.resolveSibling("keytool.log");
        Process keytool = new ProcessBuilder(List.of(
                        Jdk.running().java().resolveSibling("keytool").toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "victim",
                        "-dname",
                        "CN=localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!keytool.waitFor(SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new ChildFailedException("keytool: no certificate; log: " + log);
        }
        return file;
    }
}
