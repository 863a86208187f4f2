package dev.outboard.rpc;

import java.net.SocketAddress;
import java.util.Objects;

/** The name of a server that is reached within this JVM, over the in-process transport. Immutable. */
public final class InProcessAddress extends SocketAddress {
    private static final long serialVersionUID = 1;

    private final String name;

    /** Names are compared as they are; one server listens on a name at a time. */
    public InProcessAddress(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /** As it was given. */
    public String name() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InProcessAddress address && address.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return "in-process:" + name;
    }
}
