package dev.outboard.rpc.netty;

import dev.outboard.rpc.Authenticator;
import dev.outboard.rpc.CallObserver;
import dev.outboard.rpc.MethodAuthorizer;
import dev.outboard.rpc.ServerListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a server's user wants to be asked and told. */
record ServerHooks(
        ServerListener listener,
        @Nullable Authenticator authenticator,
        @Nullable MethodAuthorizer authorizer,
        List<CallObserver> observers) {}
