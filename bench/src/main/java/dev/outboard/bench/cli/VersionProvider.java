package dev.outboard.bench.cli;

import dev.outboard.bench.run.Product;
import java.io.IOException;
import picocli.CommandLine.IVersionProvider;

/** The version that Maven wrote into the jar, and the JDK that runs it. */
final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"outboard " + Product.version() + ", JDK " + Runtime.version()};
    }
}
