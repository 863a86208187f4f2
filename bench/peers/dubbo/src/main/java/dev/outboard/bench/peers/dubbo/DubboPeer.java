package dev.outboard.bench.peers.dubbo;

import dev.outboard.bench.rpc.load.Payload;
import dev.outboard.bench.rpc.load.RpcPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.dubbo.common.profiler.ProfilerSwitch;
import org.apache.dubbo.config.ApplicationConfig;
import org.apache.dubbo.config.ProtocolConfig;
import org.apache.dubbo.config.ReferenceConfig;
import org.apache.dubbo.config.RegistryConfig;
import org.apache.dubbo.config.ServiceConfig;
import org.apache.dubbo.rpc.model.ApplicationModel;
import org.apache.dubbo.rpc.model.FrameworkModel;

/** Dubbo's own protocol: requests and replies are handled on one event loop, arrays go out as they are, no filters. */
public final class DubboPeer implements RpcPeer {
    private static final int TIMEOUT_MILLIS = (int) TimeUnit.SECONDS.toMillis(20);
    /** 127.0.0.1 as one number: where that has dots, Dubbo takes the address of some network the machine is in. */
    private static final String HOST = "" + 0x7f000001;
    /** Handles everything on the thread that reads it. */
    private static final String DISPATCHER = "direct";

    private static final String NO_FILTERS = "-default";
    /** Writes messages straight into the buffer that goes out, and not into one that is copied there. */
    private static final Map<String, String> ENCODE_IN_PLACE = Map.of("encode.in.io", "true");

    static {
        System.setProperty("netty.epoll.enable", "true");
        ProfilerSwitch.disableSimpleProfiler();
    }

    @Override
    public RpcPeer.Server serve(String mode, Payload payload) {
        nameApplication();
        ProtocolConfig protocol = new ProtocolConfig("dubbo", -1); // some free port
        protocol.setHost(HOST);
        protocol.setDispatcher(DISPATCHER);
        protocol.setIothreads(1);
        protocol.setSerialization(Bytes.NAME);
        protocol.setPreferSerialization(Bytes.NAME);
        protocol.setParameters(ENCODE_IN_PLACE);
        ServiceConfig<Echo> service = new ServiceConfig<>();
        service.setProtocol(protocol);
        service.setRegistry(new RegistryConfig(RegistryConfig.NO_AVAILABLE));
        service.setInterface(Echo.class);
        service.setRef(CompletableFuture::completedFuture);
        service.setFilter(NO_FILTERS);
        service.export();
        return RpcPeer.Server.of(service.getExportedUrls().get(0).getPort(), FrameworkModel::destroyAll);
    }

    @Override
    public RpcPeer.Client client(String mode, Payload payload, int port) {
        nameApplication();
        ScheduledExecutorService loop = OneLoop.forClients();
        List<ReferenceConfig<Echo>> references = new ArrayList<>();
        return new RpcPeer.Client() {
            @Override
            public Caller connect(int inFlight) {
                ReferenceConfig<Echo> reference = reference(port);
                references.add(reference);
                return new Calls(reference.get(), inFlight, payload);
            }

            @Override
            public ScheduledExecutorService eventLoop() {
                return loop;
            }

            @Override
            public void close() {
                references.forEach(ReferenceConfig::destroy);
            }
        };
    }

    /** With a connection of its own. */
    private static ReferenceConfig<Echo> reference(int port) {
        ReferenceConfig<Echo> reference = new ReferenceConfig<>();
        reference.setInterface(Echo.class);
        reference.setUrl("dubbo://" + HOST + ":" + port + "?dispatcher=" + DISPATCHER + "&serialization=" + Bytes.NAME
                + "&prefer.serialization=" + Bytes.NAME + "&connect.timeout=" + TIMEOUT_MILLIS);
        reference.setConnections(1);
        reference.setTimeout(TIMEOUT_MILLIS);
        reference.setCluster("failfast");
        reference.setFilter(NO_FILTERS);
        reference.setParameters(ENCODE_IN_PLACE);
        return reference;
    }

    /** Dubbo has none without a name. */
    private static void nameApplication() {
        ApplicationConfig application = new ApplicationConfig("echo");
        application.setQosEnable(false);
        application.setLogger("slf4j");
        ApplicationModel.defaultModel().getApplicationConfigManager().setApplication(application);
    }
}
