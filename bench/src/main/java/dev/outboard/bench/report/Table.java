package dev.outboard.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Metrics downwards, contenders across: every row says in its definition what was counted.
 *
 * @param caption what the figures are and under which conditions
 * @param columns names of the contenders, without the first column's
 * @param turned whether it is printed with the contenders downwards: many of them are wider than a page
 */
public record Table(String caption, List<String> columns, List<Row> rows, boolean turned) {

    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        for (Row row : rows) {
            if (row.cells().size() != columns.size()) {
                throw new IllegalArgumentException("row " + row.name() + ": "
                        + row.cells().size() + " cells (expected: one for each of " + columns.size() + " columns)");
            }
        }
    }

    /** The cells as they are laid out. */
    Grid grid() {
        List<String> names = rows.stream().map(Row::name).toList();
        List<List<Cell>> cells = rows.stream().map(Row::cells).toList();
        if (!turned) {
            return new Grid(columns, names, cells);
        }
        return new Grid(
                names,
                columns,
                IntStream.range(0, columns.size())
                        .mapToObj(i -> cells.stream().map(row -> row.get(i)).toList())
                        .toList());
    }

    /**
     * What a reader sees.
     *
     * @param heads of the columns, without the first one's
     * @param names of the lines
     * @param cells of each line
     */
    record Grid(List<String> heads, List<String> names, List<List<Cell>> cells) {}

    /** Starts a table with these contenders. */
    public static Builder of(String caption, List<String> columns) {
        return new Builder(caption, columns);
    }

    /**
     * One metric.
     *
     * @param name with its unit, as in "pause P99, ms"
     * @param definition what exactly was counted; the same name always has the same definition
     */
    public record Row(String name, String definition, List<Cell> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /** One figure as printed. */
    public record Cell(String text, Tone tone) {
        /** A plain figure. */
        public static Cell of(String text) {
            return new Cell(text, Tone.PLAIN);
        }

        /** A change, toned by whether it is for the better; {@code lowerIsBetter} says which way that is. */
        public static Cell change(double percent, boolean lowerIsBetter, String text) {
            if (Double.isNaN(percent) || Math.abs(percent) < 0.5) {
                return of(text);
            }
            return new Cell(text, percent < 0 == lowerIsBetter ? Tone.BETTER : Tone.WORSE);
        }
    }

    /** What a cell's colour says; never the only carrier of the fact. */
    public enum Tone {
        PLAIN,
        BETTER,
        WORSE,
        FAILED
    }

    /** Rows, one after the other; not thread-safe. */
    public static final class Builder {
        private final String caption;
        private final List<String> columns;
        private final List<Row> rows = new ArrayList<>();
        private boolean turned;

        private Builder(String caption, List<String> columns) {
            this.caption = caption;
            this.columns = columns;
        }

        /** Adds a row of figures that are texts already. */
        public Builder row(String name, String definition, List<Cell> cells) {
            rows.add(new Row(name, definition, cells));
            return this;
        }

        /** Adds a row of plain figures. */
        public Builder row(String name, String definition, String... cells) {
            return row(name, definition, Arrays.stream(cells).map(Cell::of).toList());
        }

        /** Prints it with the contenders downwards. */
        public Builder turned() {
            turned = true;
            return this;
        }

        public Table build() {
            return new Table(caption, columns, rows, turned);
        }
    }
}
