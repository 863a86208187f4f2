package dev.outboard.bench.peers.sofabolt;

import com.alipay.remoting.Connection;
import com.alipay.remoting.CustomSerializerManager;
import com.alipay.remoting.ProtocolCode;
import com.alipay.remoting.ProtocolManager;
import com.alipay.remoting.config.BoltGenericOption;
import com.alipay.remoting.config.Configs;
import com.alipay.remoting.connection.AbstractConnectionFactory;
import com.alipay.remoting.rpc.RpcClient;
import com.alipay.remoting.rpc.RpcServer;
import com.alipay.remoting.rpc.protocol.RpcProtocol;
import dev.outboard.bench.rpc.load.Payload;
import dev.outboard.bench.rpc.load.RpcPeer;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** SOFABolt: requests and replies are handled on one event loop, arrays go out as they are, flushes are consolidated. */
public final class BoltPeer implements RpcPeer {
    private static final int CONNECT_MILLIS = (int) TimeUnit.SECONDS.toMillis(20);

    static {
        System.setProperty(Configs.TCP_IDLE_SWITCH, "false");
        System.setProperty("sofa.middleware.log.disable", "true");
        CustomSerializerManager.registerCustomSerializer(Bytes.TYPE, new Bytes());
    }

    @Override
    public RpcPeer.Server serve(String mode, Payload payload) {
        OneLoop.of(RpcServer.class);
        RpcServer server = new RpcServer("127.0.0.1", 0);
        server.option(BoltGenericOption.NETTY_FLUSH_CONSOLIDATION, true);
        server.registerUserProcessor(new Echo());
        server.startup();
        stayOnLoop();
        return RpcPeer.Server.of(server.port(), server::shutdown);
    }

    @Override
    public RpcPeer.Client client(String mode, Payload payload, int port) {
        ScheduledExecutorService loop = OneLoop.of(AbstractConnectionFactory.class);
        RpcClient client = new RpcClient();
        client.option(BoltGenericOption.NETTY_FLUSH_CONSOLIDATION, true);
        client.startup();
        stayOnLoop();
        return new RpcPeer.Client() {
            @Override
            public Caller connect(int inFlight) throws Exception {
                Connection connection = client.createStandaloneConnection("127.0.0.1", port, CONNECT_MILLIS);
                return new Calls(client, connection, inFlight, payload);
            }

            @Override
            public ScheduledExecutorService eventLoop() {
                return loop;
            }

            @Override
            public void close() {
                client.shutdown();
            }
        };
    }

    /** Without this, replies and batches of requests go to a pool of threads. */
    private static void stayOnLoop() {
        ProtocolManager.getProtocol(ProtocolCode.fromBytes(RpcProtocol.PROTOCOL_CODE))
                .getCommandHandler()
                .registerDefaultExecutor(new DirectExecutor());
    }
}
