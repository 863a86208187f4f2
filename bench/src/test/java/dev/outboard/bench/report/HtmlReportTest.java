package dev.outboard.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.run.Environment;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static final Pattern SCRIPT = Pattern.compile("(?s)<script[^>]*>.*?</script>");

    @Test
    void render_escapesEveryText() throws Exception {
        final String html = HtmlReport.render(Samples.hostile());

        assertThat(SCRIPT.matcher(html).replaceAll("")).doesNotContain("<img");
        assertThat(html).contains("&lt;img src=x onerror=&quot;alert(&#39;x&#39;)&quot;&gt;&amp;amp;&lt;/script&gt;");
    }

    @Test
    void render_endsItsScriptsWhereTheyEnd() throws Exception {
        final String rest = SCRIPT.matcher(HtmlReport.render(Samples.hostile())).replaceAll("\u0001");

        assertThat(rest.chars().filter(c -> c == '\u0001')).hasSize(3);
        assertThat(rest).doesNotContain("<script", "</script").endsWith("\u0001\n</body>\n</html>\n");
    }

    @Test
    void render_asksTheNetworkForNothing() throws Exception {
        final String html = HtmlReport.render(page(Samples.section()));

        assertThat(html).contains("default-src 'none'");
        assertThat(SCRIPT.matcher(html).replaceAll("")).doesNotContain("src=", "href=", "@import", "url(");
    }

    @Test
    void render_holdsTheLibraryAndTheFigures() throws Exception {
        final String html = HtmlReport.render(page(Samples.section()));

        assertThat(html).hasSizeGreaterThan(1_000_000);
        assertThat(html)
                .contains("<caption><span>closed loop</span></caption>", "<td class=\"plain\">2,163,000</td>")
                .contains("<td class=\"better\">-82 % (-85 to -79)</td>")
                .contains("\"kind\":\"bars\"", "<dd>the pause that 99 of 100 do not exceed</dd>")
                .doesNotContain("FAILED");
    }

    @Test
    void render_ofAFailedRun_saysSo() throws Exception {
        assertThat(HtmlReport.render(page(Samples.failed())))
                .contains("<strong>FAILED</strong>", "<li>pool, pair 2: 12 messages lost</li>");
    }

    private static Page page(Section section) {
        return new Page("Report", "Lead.", "2026-01-01T00:00:00Z", Environment.capture(), List.of(), List.of(section));
    }
}
