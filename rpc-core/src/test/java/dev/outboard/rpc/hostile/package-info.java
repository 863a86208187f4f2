/**
 * The hostile-peer kit: clients that attack a server, named, and each with what must become of it. Aim them at a server of your
 * own with {@link dev.outboard.rpc.hostile.Target} and {@link dev.outboard.rpc.hostile.Attacks}:
 *
 * <pre>{@code
 * for (Attack attack : Attacks.on(target)) {
 *     Verdict verdict = attack.run(target);
 *     assert attack.accepts(verdict) : attack.id() + ": " + verdict;
 * }
 * }</pre>
 *
 * <p>What the kit cannot see from outside is yours to check behind each attack: that the server's ledger and its threads are
 * where they were, and that other clients were served meanwhile. It needs no more than {@code outboard-rpc-core}.
 */
package dev.outboard.rpc.hostile;
