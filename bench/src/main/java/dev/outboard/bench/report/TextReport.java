package dev.outboard.bench.report;

import dev.outboard.bench.run.Environment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A section as plain text of at most {@value #WIDTH} columns as long as its tables allow it: title, question, tables, findings, and a
 * legend that defines every row. ASCII only, so that no terminal or log can spoil it. No state; any thread.
 */
public final class TextReport {
    static final int WIDTH = 118;

    private static final String GAP = "   ";
    /** A column narrower than this does not make its header break. */
    private static final int MIN_COLUMN = 12;

    private TextReport() {}

    /** Renders all of it: alerts, claims, sections, environment; ending with a line feed. */
    public static String render(Page page) {
        final StringBuilder out = new StringBuilder();
        title(out, page.title());
        paragraph(out, "", page.lead());
        if (!page.alerts().isEmpty()) {
            out.append('\n').append("READ THIS FIRST").append('\n');
            page.alerts().forEach(alert -> bullet(out, alert));
        }
        claims(out, page.claims());
        for (Section section : page.sections()) {
            out.append('\n').append(render(section));
        }
        return out.append('\n').append(render(page.environment())).toString();
    }

    /** Renders a report of one section. */
    public static String render(Section section, Environment environment) {
        return render(section) + "\n" + render(environment);
    }

    /** Renders the machine and the JVM, ending with a line feed. */
    public static String render(Environment environment) {
        final StringBuilder out = new StringBuilder();
        title(out, "Environment");
        pairs(out, environment.lines());
        return out.toString();
    }

    private static void claims(StringBuilder out, List<Claim> claims) {
        if (claims.isEmpty()) {
            return;
        }
        out.append('\n');
        title(out, "The article's claims");
        for (Claim claim : claims) {
            paragraph(out, "", claim.subject());
            final Map<String, String> lines = new LinkedHashMap<>();
            lines.put("article", claim.article());
            lines.put("measured", claim.measured());
            lines.put("verdict", claim.judgement());
            lines.put("why", claim.why());
            pairs(out, lines);
        }
    }

    private static void title(StringBuilder out, String title) {
        out.append(title).append('\n').append("=".repeat(title.length())).append('\n');
    }

    /** Renders the section, ending with a line feed. */
    public static String render(Section section) {
        final StringBuilder out = new StringBuilder();
        title(out, section.title());
        paragraph(out, "", section.question());
        if (section.failed()) {
            out.append('\n').append("FAILED: these figures prove nothing").append('\n');
            section.failures().forEach(failure -> bullet(out, failure));
        }
        if (!section.warnings().isEmpty()) {
            out.append('\n')
                    .append("NOISY: these figures are not to be reported as facts")
                    .append('\n');
            section.warnings().forEach(warning -> bullet(out, warning));
        }
        for (Table table : section.tables()) {
            out.append('\n');
            table(out, table);
        }
        if (!section.findings().isEmpty()) {
            out.append('\n');
            section.findings().forEach(finding -> paragraph(out, "", finding));
        }
        legend(out, section.tables());
        if (!section.notes().isEmpty()) {
            out.append('\n').append("Notes").append('\n');
            section.notes().forEach(note -> bullet(out, note));
        }
        return out.toString();
    }

    private static void table(StringBuilder out, Table table) {
        final Table.Grid grid = table.grid();
        final int columns = grid.heads().size();
        final List<List<String>> headers = new ArrayList<>();
        final int[] widths = new int[columns + 1];
        for (String name : grid.names()) {
            widths[0] = Math.max(widths[0], name.length());
        }
        for (int c = 0; c < columns; c++) {
            for (List<Table.Cell> cells : grid.cells()) {
                widths[c + 1] = Math.max(widths[c + 1], cells.get(c).text().length());
            }
            final List<String> header = wrapName(grid.heads().get(c), widths[c + 1]);
            for (String line : header) {
                widths[c + 1] = Math.max(widths[c + 1], line.length());
            }
            headers.add(header);
        }
        paragraph(out, "", table.caption());
        final int depth = headers.stream().mapToInt(List::size).max().orElse(0);
        for (int line = 0; line < depth; line++) {
            final List<String> cells = new ArrayList<>();
            for (List<String> header : headers) {
                final int index = line - (depth - header.size()); // headers stand on the rule
                cells.add(index < 0 ? "" : header.get(index));
            }
            line(out, "", cells, widths);
        }
        int total = widths[0];
        for (int c = 1; c < widths.length; c++) {
            total += GAP.length() + widths[c];
        }
        out.append("-".repeat(total)).append('\n');
        for (int i = 0; i < grid.names().size(); i++) {
            final List<Table.Cell> cells = grid.cells().get(i);
            line(out, grid.names().get(i), cells.stream().map(Table.Cell::text).toList(), widths);
        }
    }

    private static void line(StringBuilder out, String name, List<String> cells, int[] widths) {
        out.append(name).append(" ".repeat(widths[0] - name.length()));
        for (int c = 0; c < cells.size(); c++) {
            final String cell = cells.get(c);
            out.append(GAP).append(" ".repeat(widths[c + 1] - cell.length())).append(cell);
        }
        while (out.charAt(out.length() - 1) == ' ') {
            out.setLength(out.length() - 1);
        }
        out.append('\n');
    }

    /** A contender's name over several lines, broken behind its hyphens and at blanks, about as wide as its figures. */
    private static List<String> wrapName(String name, int width) {
        final List<String> lines = new ArrayList<>();
        String line = "";
        for (String part : name.split("(?<=-)|(?<= )")) {
            if (!line.isEmpty() && (line + part).stripTrailing().length() > Math.max(width, MIN_COLUMN)) {
                lines.add(line.stripTrailing());
                line = "";
            }
            line += part;
        }
        lines.add(line.stripTrailing());
        return lines;
    }

    private static void legend(StringBuilder out, List<Table> tables) {
        final Map<String, String> definitions = new LinkedHashMap<>();
        for (Table table : tables) {
            for (Table.Row row : table.rows()) {
                definitions.putIfAbsent(row.name(), row.definition());
            }
        }
        if (!definitions.isEmpty()) {
            out.append('\n').append("What each figure means").append('\n');
            pairs(out, definitions);
        }
    }

    /** Names with what stands behind them, which hangs where it has several lines. */
    private static void pairs(StringBuilder out, Map<String, String> pairs) {
        final int width = pairs.keySet().stream().mapToInt(String::length).max().orElse(0);
        pairs.forEach((name, text) -> {
            final String hanging = " ".repeat(width + 4);
            final List<String> lines = wrap(text, WIDTH - hanging.length());
            for (int i = 0; i < lines.size(); i++) {
                final String start = i > 0 ? hanging : "  " + name + " ".repeat(width - name.length() + 2);
                out.append(start).append(lines.get(i)).append('\n');
            }
        });
    }

    private static void bullet(StringBuilder out, String text) {
        String start = "  - ";
        for (String line : wrap(text, WIDTH - start.length())) {
            out.append(start).append(line).append('\n');
            start = "    ";
        }
    }

    private static void paragraph(StringBuilder out, String indent, String text) {
        for (String line : wrap(text, WIDTH - indent.length())) {
            out.append(indent).append(line).append('\n');
        }
    }

    /** Greedy line breaking at blanks; a word longer than the width stays whole. */
    static List<String> wrap(String text, int width) {
        final List<String> lines = new ArrayList<>();
        final StringBuilder line = new StringBuilder();
        for (String word : text.split("\\s+")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
