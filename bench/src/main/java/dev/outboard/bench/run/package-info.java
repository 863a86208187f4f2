/**
 * What every benchmark here stands on: child JVMs that cannot outlive their parent, the noise of the machine, the
 * description of it, and the few statistics that the reports quote.
 */
@NullMarked
package dev.outboard.bench.run;

import org.jspecify.annotations.NullMarked;
