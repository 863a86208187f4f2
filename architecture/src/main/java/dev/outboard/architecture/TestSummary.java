package dev.outboard.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Counts the tests of one build from the reports that the test JVMs wrote, and says on which JDK each ran; the JDK is
 * the one the report names, not the one that was asked for.
 *
 * <p>Prints one line, {@code tests: 620 passed, 0 failed, 4 skipped (312 on JDK 17.0.15, 312 on JDK 25.0.3)}. Also runs
 * straight from this file ({@code java TestSummary.java <root> [since]}), for the case that the build did not get far
 * enough to compile it.
 */
public final class TestSummary {
    private int passed;
    private int failed;
    private int skipped;
    private final Map<String, Integer> testsByJdk = new TreeMap<>();

    private TestSummary() {}

    /**
     * Prints the summary of the reactor at {@code args[0]}, of reports not older than the ISO instant {@code args[1]}
     * where one is given: a class that was deleted leaves its report behind until the next clean.
     */
    public static void main(String[] args) throws IOException {
        Instant since = args.length > 1 ? Instant.parse(args[1]) : Instant.MIN;
        System.out.println(read(Path.of(args[0]), since).line());
    }

    /** Returns the counts of every report below {@code root} that was written at or after {@code since}. */
    static TestSummary read(Path root, Instant since) throws IOException {
        TestSummary summary = new TestSummary();
        for (Path report : reports(root)) {
            if (!Files.getLastModifiedTime(report).toInstant().isBefore(since)) {
                summary.add(report);
            }
        }
        return summary;
    }

    /** Returns the one line to print. */
    String line() {
        String where = testsByJdk.entrySet().stream()
                .map(entry -> entry.getValue() + " on JDK " + entry.getKey())
                .collect(Collectors.joining(", "));
        return "tests: " + passed + " passed, " + failed + " failed, " + skipped + " skipped"
                + (where.isEmpty()
                        ? ""
                        : " (" + where + (hasSecondPass() ? "" : "; JDK 25: none named by JDK25_HOME") + ")");
    }

    /** Only from 22 on; older JDKs know neither the flag that denies Unsafe nor the classes in versions/22. */
    private boolean hasSecondPass() {
        return testsByJdk.keySet().stream()
                .anyMatch(jdk -> Runtime.Version.parse(jdk).feature() >= 22);
    }

    private static List<Path> reports(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path module : children(root, "*")) {
            for (Path directory : children(module.resolve("target"), "surefire-reports*")) {
                found.addAll(children(directory, "TEST-*.xml"));
            }
        }
        return found;
    }

    private static List<Path> children(Path directory, String glob) throws IOException {
        List<Path> children = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
                stream.forEach(children::add);
            }
        }
        return children;
    }

    private void add(Path report) {
        try (InputStream in = Files.newInputStream(report)) {
            XMLStreamReader xml = factory().createXMLStreamReader(in);
            int tests = 0;
            while (xml.hasNext()) {
                if (xml.next() != XMLStreamReader.START_ELEMENT) {
                    continue;
                }
                if (xml.getLocalName().equals("testsuite")) {
                    tests = count(xml);
                } else if (xml.getLocalName().equals("property")
                        && "java.version".equals(xml.getAttributeValue(null, "name"))) {
                    testsByJdk.merge(xml.getAttributeValue(null, "value"), tests, Integer::sum);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("report: " + report + " (expected: well-formed XML)", e);
        }
    }

    private int count(XMLStreamReader suite) {
        int tests = number(suite, "tests");
        int notPassed = number(suite, "failures") + number(suite, "errors");
        failed += notPassed;
        skipped += number(suite, "skipped");
        passed += tests - notPassed - number(suite, "skipped");
        return tests;
    }

    private static int number(XMLStreamReader xml, String attribute) {
        return Integer.parseInt(xml.getAttributeValue(null, attribute));
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        return factory;
    }
}
