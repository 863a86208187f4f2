/**
 * What the tests of every module stand on: the leak check, which is on wherever this module is on the test class path,
 * the contract that every codec has to pass, golden bytes and a clock that only tests move.
 */
@NullMarked
package dev.outboard.testing;

import org.jspecify.annotations.NullMarked;
