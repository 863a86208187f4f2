package dev.outboard.bench.codec;

import dev.outboard.bench.report.Chart;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.Table;
import dev.outboard.bench.run.Jdk;
import dev.outboard.bench.run.Stats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The codec benchmark's results as a reader sees them. */
final class CodecSection {
    private CodecSection() {}

    static Section of(CodecReport report) {
        List<Table> tables = new ArrayList<>();
        List<Chart> charts = new ArrayList<>();
        for (String data : report.plan().data()) {
            for (Jdk jdk : report.plan().jdks()) {
                tables.add(table(report, jdk.feature(), data));
                for (Operation operation : report.plan().operations()) {
                    charts.add(chart(report, jdk.feature(), data, operation));
                }
            }
        }
        return new Section(
                "codec",
                "Codecs",
                "What does it take to encode and to decode a message? Every contender runs in JVMs of its own, which JMH"
                        + " times, and is checked before: it has to give back what it was given. Messages lie outside the"
                        + " heap; nanoseconds are the median of "
                        + report.plan().rounds() + " interleaved rounds (least to greatest).",
                report.runs().stream()
                        .filter(run -> run.error() != null)
                        .map(CodecRun::failure)
                        .distinct()
                        .toList(),
                tables,
                charts,
                report.bars().stream()
                        .map(bar -> (bar.met() ? "met: " : "MISSED: ") + bar.goal() + ": " + bar.measured())
                        .toList(),
                report.notes());
    }

    private static Table table(CodecReport report, int jdk, String data) {
        List<Contender> contenders = report.plan().contenders();
        Table.Builder table = Table.of(
                        "Data: " + data + ", JDK " + jdk + ".",
                        contenders.stream().map(Contender::id).toList())
                .turned();
        for (Operation operation : report.plan().operations()) {
            table.row(operation.title() + ", ns", operation.definition(), cells(report, jdk, data, operation));
            table.row(
                    operation.title() + ", B",
                    "bytes allocated on the heap per operation, by JMH's GC profiler",
                    contenders.stream()
                            .map(contender ->
                                    number(CodecReport.of(report.runs(), jdk, contender, data, operation).stream()
                                            .mapToDouble(CodecRun::bytesPerOperation)
                                            .toArray()))
                            .toArray(String[]::new));
        }
        table.row(
                "message, bytes",
                "mean size of an encoded message",
                contenders.stream()
                        .map(contender ->
                                number(CodecReport.of(report.runs(), jdk, contender, data, Operation.ENCODE).stream()
                                        .mapToDouble(CodecRun::messageBytes)
                                        .toArray()))
                        .toArray(String[]::new));
        return table.build();
    }

    private static String[] cells(CodecReport report, int jdk, String data, Operation operation) {
        return report.plan().contenders().stream()
                .map(contender -> report.nanos(jdk, contender, data, operation))
                .map(spread -> spread.count() == 0
                        ? "-"
                        : String.format(
                                Locale.ROOT, "%.0f (%.0f to %.0f)", spread.median(), spread.min(), spread.max()))
                .toArray(String[]::new);
    }

    private static String number(double... values) {
        return values.length == 0 ? "-" : String.format(Locale.ROOT, "%.1f", Math.abs(Stats.median(values)));
    }

    private static Chart chart(CodecReport report, int jdk, String data, Operation operation) {
        return new Chart.Bars(
                data + ": " + operation.title() + ", JDK " + jdk,
                "ns per message",
                report.plan().contenders().stream()
                        .filter(contender ->
                                report.nanos(jdk, contender, data, operation).count() > 0)
                        .map(contender -> Chart.Bar.of(
                                contender.id(),
                                contender == Contender.PROTOBUF,
                                report.nanos(jdk, contender, data, operation)))
                        .toList());
    }
}
