package dev.outboard.bench.all;

import dev.outboard.bench.report.Claim;
import dev.outboard.bench.report.Page;
import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.Table;
import dev.outboard.bench.report.Table.Cell;
import dev.outboard.bench.report.Table.Tone;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.suite.PartResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Everything that a suite measured; {@code report.json} is this record.
 *
 * @param schema version of this file's layout: {@value #SCHEMA}
 * @param kind of file: {@value #KIND}
 * @param created when the run began, ISO 8601 in UTC; a run that goes on where another stood has a time of its own
 * @param profile which parts were to run, at which scale
 * @param fingerprint of the environment
 * @param resumed results that earlier runs had left in the journal
 * @param seconds that this run took
 * @param claims the article's, as this run leaves them
 */
record SuiteReport(
        int schema,
        String kind,
        String created,
        String profile,
        String fingerprint,
        long resumed,
        double seconds,
        Environment environment,
        List<Claim> claims,
        List<Outcome> parts) {
    static final int SCHEMA = 1;
    static final String KIND = "outboard-suite";

    SuiteReport {
        claims = List.copyOf(claims);
        parts = List.copyOf(parts);
    }

    static SuiteReport of(
            String created,
            Profile profile,
            long resumed,
            double seconds,
            Environment environment,
            List<Outcome> outcomes) {
        return new SuiteReport(
                SCHEMA,
                KIND,
                created,
                profile.id(),
                environment.fingerprint(),
                resumed,
                seconds,
                environment,
                Summary.of(outcomes),
                outcomes);
    }

    /** Whether every part that ran passed its checks. */
    boolean valid() {
        return of(Outcome.State.FAILED).isEmpty();
    }

    /** Whether nothing was left out. */
    boolean complete() {
        return of(Outcome.State.CUT).isEmpty();
    }

    private List<Outcome> of(Outcome.State state) {
        return parts.stream().filter(part -> part.state() == state).toList();
    }

    /** Summary first, then part by part, then the raw figures. */
    Page page() {
        List<Section> sections = new ArrayList<>(List.of(overview()));
        List<Page.Raw> raw = new ArrayList<>();
        for (Outcome part : parts) {
            PartResult result = part.result();
            if (result != null) {
                List<String> warnings =
                        part.state() == Outcome.State.NOISY ? List.of(capital(part.reason()) + ".") : List.of();
                sections.add(Ratios.added(result.section(), result.ratios(), warnings));
                raw.add(new Page.Raw("Raw data: " + part.id(), result.data()));
            }
        }
        return new Page("Outboard: all benchmarks", lead(), created, environment, alerts(), claims, sections, raw);
    }

    /** The page without the parts' own sections and figures. */
    Page summary() {
        return new Page(
                "Outboard: all benchmarks",
                lead(),
                created,
                environment,
                alerts(),
                claims,
                List.of(overview()),
                List.of());
    }

    private String lead() {
        String scale = profile.equals(Profile.SMOKE.id())
                ? "A smoke run at a tiny scale: it shows that everything works, and its figures say nothing. "
                : "";
        return scale + "The benchmarks in the profile " + profile + ", in " + Math.round(seconds)
                + " s. Every figure is in the report.json beside this file. Run it again with ./outboard bench all"
                + " --profile " + profile
                + ", and compare two runs with ./outboard bench all --compare OLD.json NEW.json.";
    }

    private List<String> alerts() {
        List<String> alerts = new ArrayList<>();
        of(Outcome.State.FAILED).forEach(part -> alerts.add("FAILED: " + part.id() + ": " + part.reason()));
        of(Outcome.State.NOISY)
                .forEach(part -> alerts.add("Noisy: " + part.id() + ": " + part.reason()
                        + "; its figures are not to be reported as facts, and its claims are not reported."));
        of(Outcome.State.CUT).forEach(part -> alerts.add("Cut: " + part.id() + ": " + part.reason()));
        if (environment.noise() != null && environment.noise().noisy()) {
            alerts.add("The machine was noisy when the run began: "
                    + environment.lines().get("noise now") + ".");
        }
        return alerts;
    }

    private Section overview() {
        List<String> columns = parts.stream().map(Outcome::id).toList();
        Table table = Table.of("Parts of this run, in their order.", columns)
                .row(
                        "state",
                        "measured; noisy: others used the machine in most of its runs; cut: the time did not suffice; FAILED:"
                                + " a check failed",
                        parts.stream().map(SuiteReport::state).toList())
                .row("runs", "forked runs that count", cells(result -> "" + result.runs()))
                .row(
                        "disturbed",
                        "runs among them in which others used more than 0.2 cores",
                        cells(result -> "" + result.noisyRuns()))
                .row(
                        "ratios",
                        "with an interval each",
                        cells(result -> "" + result.ratios().size()))
                .row(
                        "inconclusive",
                        "ratios whose interval is wider than 25 % to a side",
                        cells(result -> ""
                                + result.ratios().stream()
                                        .filter(Ratio::inconclusive)
                                        .count()))
                .row(
                        "seconds",
                        "that it took in this run; what the journal held took none",
                        parts.stream()
                                .map(part -> Cell.of("" + Math.round(part.seconds())))
                                .toList())
                .turned()
                .build();
        List<String> notes = new ArrayList<>();
        if (resumed > 0) {
            notes.add("This run went on where an earlier one stood: " + resumed
                    + " results of runs that had ended come from its journal.");
        }
        of(Outcome.State.CUT).forEach(part -> notes.add("Cut: " + part.id() + ", " + part.reason()));
        return new Section(
                "overview",
                "What ran",
                "Which benchmarks are in this report, and how are their figures to be taken?",
                List.of(),
                List.of(table),
                List.of(),
                List.of(),
                notes);
    }

    private static Cell state(Outcome part) {
        return new Cell(part.state().text(), part.state() == Outcome.State.FAILED ? Tone.FAILED : Tone.PLAIN);
    }

    private List<Cell> cells(Function<PartResult, String> text) {
        return parts.stream()
                .map(part -> Cell.of(part.result() == null ? "-" : text.apply(Objects.requireNonNull(part.result()))))
                .toList();
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
