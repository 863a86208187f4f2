/**
 * Settings: where their values come from, which of them wins, and how those that may change do so while the server runs. Knows
 * neither commands nor the server.
 */
@NullMarked
package dev.outboard.im.config;

import org.jspecify.annotations.NullMarked;
