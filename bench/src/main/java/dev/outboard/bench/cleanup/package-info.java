/** What it costs to give things back: nested try statements, scopes and arrays of releases, and owners of other kinds. */
@NullMarked
package dev.outboard.bench.cleanup;

import org.jspecify.annotations.NullMarked;
