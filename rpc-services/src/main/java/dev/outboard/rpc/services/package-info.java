/**
 * Services that servers have beside their own: {@link dev.outboard.rpc.services.HealthService} and
 * {@link dev.outboard.rpc.services.ReflectionService}. Clients of both, and their messages, are generated here too.
 */
@NullMarked
package dev.outboard.rpc.services;

import org.jspecify.annotations.NullMarked;
