package dev.outboard.jcstress;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;
import org.openjdk.jcstress.infra.grading.ReportUtils;
import org.openjdk.jcstress.infra.runners.TestList;

/** Prints a line for each test of a file of results; ends with 1 where a test failed, or has none. */
public final class Table {
    private static final String PREFIX = "dev.outboard.";

    private Table() {}

    /** @param args the file, and a regular expression for the tests that were to run */
    public static void main(String[] args) throws Exception {
        Map<String, List<TestResult>> results = read(args[0]);
        Pattern chosen = Pattern.compile(args[1]);
        List<String> tests = TestList.tests().stream()
                .filter(test -> chosen.matcher(test).find())
                .sorted()
                .toList();
        boolean passed = !tests.isEmpty();
        for (String test : tests) {
            passed &= print(test, results.getOrDefault(test, List.of()));
        }
        System.exit(passed ? 0 : 1);
    }

    private static Map<String, List<TestResult>> read(String file) throws Exception {
        Map<String, List<TestResult>> results = new TreeMap<>();
        new DiskReadCollector(
                        file,
                        result -> results.computeIfAbsent(result.getName(), name -> new ArrayList<>())
                                .add(result))
                .dump();
        return results;
    }

    private static boolean print(String test, List<TestResult> runs) {
        boolean ran = !runs.isEmpty() && runs.stream().allMatch(run -> run.status() == Status.NORMAL);
        String said = ran ? outcomes(runs) : statuses(runs);
        boolean passed = ran && runs.stream().allMatch(run -> run.grading().isPassed);
        long samples = runs.stream().mapToLong(TestResult::getTotalCount).sum();
        System.out.printf(
                "jcstress: %-6s %-52s %,14d  %s%n",
                passed ? "ok" : "FAILED", test.replaceFirst("^" + Pattern.quote(PREFIX), ""), samples, said);
        return passed;
    }

    private static String outcomes(List<TestResult> runs) {
        return ReportUtils.mergedByName(runs).stream()
                .flatMap(all -> all.grading().gradingResults.values().stream())
                .filter(outcome -> outcome.count > 0)
                .map(Table::outcome)
                .collect(Collectors.joining("; "));
    }

    private static String outcome(GradingResult outcome) {
        return "%s%s: %,d".formatted(outcome.expect == Expect.FORBIDDEN ? "FORBIDDEN " : "", outcome.id, outcome.count);
    }

    private static String statuses(List<TestResult> runs) {
        return runs.isEmpty()
                ? "no result"
                : runs.stream().map(run -> run.status().name()).distinct().collect(Collectors.joining(", "));
    }
}
