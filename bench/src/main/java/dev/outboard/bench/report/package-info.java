/**
 * How results look: one model of tables and charts, rendered as text and as one self-contained HTML page, and the JSON
 * beside it. Knows no benchmark.
 */
@NullMarked
package dev.outboard.bench.report;

import org.jspecify.annotations.NullMarked;
