package dev.outboard.bench.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that Maven wrote into the jar, and the JDK that runs it. */
final class VersionProvider implements IVersionProvider {
    private static final String POM = "/META-INF/maven/dev.outboard/outboard-bench/pom.properties";

    @Override
    public String[] getVersion() throws IOException {
        final Properties pom = new Properties();
        try (InputStream in = VersionProvider.class.getResourceAsStream(POM)) {
            if (in != null) {
                pom.load(in);
            }
        }
        return new String[] {"outboard " + pom.getProperty("version", "(not packaged)") + ", JDK " + Runtime.version()};
    }
}
