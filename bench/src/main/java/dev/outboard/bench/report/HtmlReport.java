package dev.outboard.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A page as one HTML file that needs nothing else: styles, charts and their library are inside, and its content policy
 * forbids every request. Light and dark, narrow and on paper. Every text is escaped. No state; any thread.
 */
public final class HtmlReport {
    private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

    /** Fewer are seen without links. */
    private static final int SECTIONS_WITH_CONTENTS = 3;

    private HtmlReport() {}

    /** Writes the page, its directory made where it is missing. */
    public static void write(Path file, Page page) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, render(page));
    }

    /** The page as text. */
    public static String render(Page page) throws IOException {
        final List<Object> charts = new ArrayList<>();
        final Markup out = new Markup();
        out.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
                .raw(" style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n")
                .element("title", page.title())
                .raw("\n<style>\n")
                .raw(resource("report.css"))
                .raw("</style>\n</head>\n<body>\n<header>\n")
                .element("h1", page.title())
                .element("p", page.lead())
                .raw("</header>\n<main>\n");
        alert(out, "alert", "Read this first", "", page.alerts());
        contents(out, page);
        claims(out, page.claims());
        for (Section section : page.sections()) {
            section(out, section, charts);
        }
        environment(out, page);
        for (Page.Raw raw : page.raw()) {
            raw(out, raw);
        }
        out.raw("</main>\n<noscript><p>The charts need JavaScript; the tables hold every figure.</p></noscript>\n")
                .raw("<script type=\"application/json\" id=\"charts\">")
                .raw(JsonReport.embedded(charts))
                .raw("</script>\n<script>")
                .raw(script(resource(ECHARTS)))
                .raw("</script>\n<script>\n")
                .raw(script(resource("report.js")))
                .raw("</script>\n</body>\n</html>\n");
        return out.toString();
    }

    /** Links to what is below, where that is more than a screen or two. */
    private static void contents(Markup out, Page page) {
        if (page.sections().size() < SECTIONS_WITH_CONTENTS) {
            return;
        }
        out.raw("<nav aria-label=\"Contents\"><ul>\n");
        if (!page.claims().isEmpty()) {
            link(out, "claims", "The article's claims");
        }
        page.sections().forEach(section -> link(out, section.id(), section.title()));
        link(out, "environment", "Environment");
        out.raw("</ul></nav>\n");
    }

    private static void link(Markup out, String id, String text) {
        out.raw("<li><a href=\"#").text(id).raw("\">").text(text).raw("</a></li>\n");
    }

    private static void alert(Markup out, String style, String headline, String rest, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        out.raw("<div class=\"" + style + "\" role=\"alert\">")
                .element("strong", headline)
                .text(rest)
                .raw("\n<ul>");
        lines.forEach(line -> out.element("li", line));
        out.raw("</ul></div>\n");
    }

    private static void raw(Markup out, Page.Raw raw) throws IOException {
        out.raw("<details class=\"raw\"><summary>")
                .text(raw.title())
                .raw("</summary>\n<pre>")
                .text(JsonReport.text(raw.data()))
                .raw("</pre></details>\n");
    }

    private static void claims(Markup out, List<Claim> claims) {
        if (claims.isEmpty()) {
            return;
        }
        out.raw("<section id=\"claims\">\n<h2>The article's claims</h2>\n<div class=\"scroll\">")
                .raw("<table class=\"claims\">\n<thead><tr><th scope=\"col\">what changes</th>")
                .raw("<th scope=\"col\">article</th><th scope=\"col\">measured here</th>")
                .raw("<th scope=\"col\">verdict</th><th scope=\"col\">why</th></tr></thead>\n<tbody>\n");
        for (Claim claim : claims) {
            out.raw("<tr>")
                    .raw("<th scope=\"row\">")
                    .text(claim.subject())
                    .raw("</th>")
                    .element("td", claim.article())
                    .element("td", claim.measured())
                    .raw("<td class=\"verdict ")
                    .raw(claim.verdict().name().toLowerCase(Locale.ROOT))
                    .raw("\">")
                    .text(claim.judgement())
                    .raw("</td>")
                    .element("td", claim.why())
                    .raw("</tr>\n");
        }
        out.raw("</tbody></table></div>\n</section>\n");
    }

    private static void section(Markup out, Section section, List<Object> charts) {
        out.raw("<section id=\"").text(section.id()).raw("\">\n");
        out.element("h2", section.title()).element("p", section.question());
        alert(out, "alert", "FAILED", ": these figures prove nothing.", section.failures());
        alert(out, "alert warning", "NOISY", ": these figures are not to be reported as facts.", section.warnings());
        section.tables().forEach(table -> table(out, table));
        section.findings()
                .forEach(finding ->
                        out.raw("<p class=\"finding\">").text(finding).raw("</p>\n"));
        if (!section.charts().isEmpty()) {
            out.raw("<div class=\"charts\">\n");
            section.charts().forEach(chart -> chart(out, section, chart, charts));
            out.raw("</div>\n");
        }
        definitions(out, section);
        if (!section.notes().isEmpty()) {
            out.raw("<h3>Notes</h3>\n<ul>\n");
            section.notes().forEach(note -> out.element("li", note).raw("\n"));
            out.raw("</ul>\n");
        }
        out.raw("</section>\n");
    }

    private static void table(Markup out, Table table) {
        out.raw("<div class=\"scroll\"><table>\n<caption>")
                .element("span", table.caption())
                .raw("</caption>\n<thead><tr><td></td>");
        final Table.Grid grid = table.grid();
        grid.heads().forEach(head -> out.raw("<th scope=\"col\">").name(head).raw("</th>"));
        out.raw("</tr></thead>\n<tbody>\n");
        for (int i = 0; i < grid.names().size(); i++) {
            out.raw("<tr><th scope=\"row\">").text(grid.names().get(i)).raw("</th>");
            for (Table.Cell cell : grid.cells().get(i)) {
                out.raw("<td class=\"")
                        .raw(cell.tone().name().toLowerCase(Locale.ROOT))
                        .raw("\">")
                        .text(cell.text())
                        .raw("</td>");
            }
            out.raw("</tr>\n");
        }
        out.raw("</tbody></table></div>\n");
    }

    private static void chart(Markup out, Section section, Chart chart, List<Object> charts) {
        final String id = section.id() + "-chart-" + charts.size();
        charts.add(Map.of("id", id, "kind", chart.kind(), "chart", chart));
        out.raw("<figure><figcaption>")
                .text(chart.title())
                .raw(" <span class=\"unit\">")
                .text(chart.unit())
                .raw("</span></figcaption><div class=\"chart\" id=\"")
                .text(id)
                .raw("\" role=\"img\" aria-label=\"")
                .text(chart.title() + ", " + chart.unit())
                .raw("; the figures stand in the tables\"></div></figure>\n");
    }

    private static void definitions(Markup out, Section section) {
        final Map<String, String> definitions = new LinkedHashMap<>();
        section.tables()
                .forEach(table -> table.rows().forEach(row -> definitions.putIfAbsent(row.name(), row.definition())));
        if (definitions.isEmpty()) {
            return;
        }
        out.raw("<details open><summary>What each figure means</summary>\n<dl>\n");
        definitions.forEach((name, definition) ->
                out.element("dt", name).element("dd", definition).raw("\n"));
        out.raw("</dl></details>\n");
    }

    private static void environment(Markup out, Page page) {
        out.raw("<section id=\"environment\">\n<h2>Environment</h2>\n<dl class=\"environment\">\n");
        out.element("dt", "created").element("dd", page.created()).raw("\n");
        page.environment()
                .lines()
                .forEach((name, value) ->
                        out.element("dt", name).element("dd", value).raw("\n"));
        out.raw("</dl>\n</section>\n");
    }

    /** A script may not hold its own end tag, not even inside a string. */
    private static String script(String source) {
        return source.replace("</script", "<\\/script");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("resource: " + name + " not on the class path (expected: packaged with bench)");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Builds markup; everything but {@link #raw} is escaped. */
    private static final class Markup {
        private final StringBuilder out = new StringBuilder(1 << 16);

        Markup raw(String markup) {
            out.append(markup);
            return this;
        }

        Markup text(String text) {
            for (int i = 0; i < text.length(); i++) {
                final char c = text.charAt(i);
                switch (c) {
                    case '&' -> out.append("&amp;");
                    case '<' -> out.append("&lt;");
                    case '>' -> out.append("&gt;");
                    case '"' -> out.append("&quot;");
                    case '\'' -> out.append("&#39;");
                    default -> out.append(c);
                }
            }
            return this;
        }

        /** A contender's name, which may break behind its hyphens. */
        Markup name(String name) {
            for (String part : name.split("(?<=-)")) {
                text(part).raw("<wbr>");
            }
            return this;
        }

        Markup element(String tag, String text) {
            return raw("<" + tag + ">").text(text).raw("</" + tag + ">");
        }

        @Override
        public String toString() {
            return out.toString();
        }
    }
}
