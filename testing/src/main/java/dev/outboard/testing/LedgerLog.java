package dev.outboard.testing;

import dev.outboard.codec.LedgerObserver;
import dev.outboard.codec.MemoryLedger;

/** Hands every ledger to the leak check of the test class that is running. Found as a service. */
public final class LedgerLog implements LedgerObserver {
    /** For the service loader. */
    public LedgerLog() {}

    @Override
    public void created(MemoryLedger ledger) {
        LeakScope.add(ledger);
    }
}
