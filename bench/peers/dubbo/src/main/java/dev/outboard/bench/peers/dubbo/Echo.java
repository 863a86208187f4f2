package dev.outboard.bench.peers.dubbo;

import java.util.concurrent.CompletableFuture;

/** The service. Public, as Dubbo makes a class that calls it. */
public interface Echo {
    CompletableFuture<byte[]> echo(byte[] request);
}
