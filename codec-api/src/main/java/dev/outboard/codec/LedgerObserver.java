package dev.outboard.codec;

/**
 * Told of every {@link MemoryLedger} that is made in this JVM: how a leak check or a metrics agent sees the ledgers inside
 * servers that it did not build. Found by {@link java.util.ServiceLoader} beside this interface's own class, once.
 */
@FunctionalInterface
public interface LedgerObserver {
    /** Called on the thread that made the ledger, which reads 0 yet. */
    void created(MemoryLedger ledger);
}
