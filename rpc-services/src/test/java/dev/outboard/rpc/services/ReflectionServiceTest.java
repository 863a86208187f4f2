package dev.outboard.rpc.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.outboard.codec.MessageCodec;
import dev.outboard.rpc.BlockingCall;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerStream;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.Shape;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamListener;
import dev.outboard.rpc.services.described.DescribedServer;
import dev.outboard.rpc.services.described.NumberDecoder;
import dev.outboard.rpc.services.described.NumberEncoder;
import dev.outboard.testing.LeakCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A tool that knows nothing but an address finds what there is to call, and calls it. */
@ParameterizedClass
@EnumSource
@LeakCheck
final class ReflectionServiceTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String BARE = "test.Bare";

    private final Ground ground;
    private RpcServer server;
    private RpcClient client;
    private ClientConnection connection;
    private ReflectionClient stub;

    ReflectionServiceTest(Ground ground) {
        this.ground = ground;
    }

    @BeforeEach
    void start() {
        List<Service> services = List.of(
                DescribedServer.service(new Negating()),
                Service.named(BARE)
                        .unary(Method.unary(BARE + "/B"), Execution.WORKERS_CONNECTION_ORDER, ServerCall::complete)
                        .build(),
                Service.named(BARE)
                        .unary(Method.unary(BARE + "/A"), Execution.EVENT_LOOP, ServerCall::complete)
                        .build());
        var builder = ground.server().service(ReflectionService.of(services));
        services.forEach(builder::service);
        server = builder.start();
        client = ground.client().build();
        connection = client.connect(server.address());
        stub = new ReflectionClient(connection);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void services_areListedByName_itsOwnAmongThem() {
        assertThat(stub.listServices(out -> {}, LONG, ReflectionServiceTest::names))
                .containsExactly(ReflectionServer.NAME, BARE, DescribedServer.NAME);
    }

    @Test
    void methods_haveShapeExecutionAndIdempotency() {
        assertThat(describe(DescribedServer.NAME))
                .containsExactly(
                        "Both BIDI_STREAM WORKERS IDEMPOTENCY_UNKNOWN",
                        "Count SERVER_STREAM WORKERS IDEMPOTENCY_UNKNOWN",
                        "Negate UNARY EVENT_LOOP IDEMPOTENT",
                        "Sum CLIENT_STREAM WORKERS IDEMPOTENCY_UNKNOWN",
                        "Tell ONE_WAY WORKERS IDEMPOTENCY_UNKNOWN",
                        "Tick PUSH EXECUTION_UNKNOWN IDEMPOTENCY_UNKNOWN");
        assertThat(describe(ReflectionServer.NAME)).contains("ListServices UNARY EVENT_LOOP NO_SIDE_EFFECTS");
    }

    @Test
    void servicesOfOneName_areOne() {
        assertThat(describe(BARE))
                .containsExactly(
                        "A UNARY EVENT_LOOP IDEMPOTENCY_UNKNOWN",
                        "B UNARY WORKERS_CONNECTION_ORDER IDEMPOTENCY_UNKNOWN");
    }

    @Test
    void serviceWithoutASchema_hasNoDescriptors() throws Exception {
        assertThat(files(BARE)).isEmpty();
    }

    @Test
    void descriptors_areEnoughForACall() throws Exception {
        Map<String, FileDescriptor> files = files(DescribedServer.NAME);
        assertThat(files).containsKeys("google/protobuf/empty.proto", "outboard/options.proto", "test/shapes.proto");
        MethodDescriptor negate =
                files.get("test/shapes.proto").findServiceByName("Described").findMethodByName("Negate");
        var value = negate.getInputType().findFieldByName("value");
        byte[] request = DynamicMessage.newBuilder(negate.getInputType())
                .setField(value, 42L)
                .build()
                .toByteArray();
        byte[] reply = BlockingCall.call(
                connection,
                Method.of(DescribedServer.NAME + "/" + negate.getName(), Shape.UNARY),
                out -> out.writeRaw(request, 0, request.length),
                LONG,
                MessageCodec.bytes()::decode);
        assertThat(DynamicMessage.parseFrom(negate.getOutputType(), reply)
                        .getField(negate.getOutputType().findFieldByName("value")))
                .isEqualTo(-42L);
    }

    @Test
    void unknownService_isNotFound() {
        for (String name : List.of("", "test.Nobody")) {
            assertThatThrownBy(() -> describe(name))
                    .isInstanceOfSatisfying(
                            RpcException.class,
                            e -> assertThat(e.status().code()).isEqualTo(StatusCode.NOT_FOUND));
            assertThatThrownBy(() -> files(name)).hasMessageContaining("NOT_FOUND");
        }
    }

    @Test
    void everyShapeAndExecution_hasItsName() {
        for (Shape shape : Shape.values()) {
            assertThat(MethodDescriptionShapeEnum.valueOf(shape.name()).number())
                    .isEqualTo(shape.number());
        }
        assertThat(MethodDescriptionExecutionEnum.values())
                .extracting(Enum::name)
                .containsAll(Stream.of(Execution.values()).map(Enum::name).toList());
    }

    private List<String> describe(String service) {
        return stub.describeService(
                out -> new ServiceRequestEncoder().wrap(out).service(service), LONG, ReflectionServiceTest::methods);
    }

    /** The descriptors, linked as a tool does it. */
    private Map<String, FileDescriptor> files(String service) throws Exception {
        byte[] set = stub.getDescriptors(
                out -> new ServiceRequestEncoder().wrap(out).service(service),
                LONG,
                ServiceDescriptorsDecoder::fileDescriptorSet);
        Map<String, FileDescriptor> linked = new HashMap<>();
        for (FileDescriptorProto file : FileDescriptorSet.parseFrom(set).getFileList()) {
            FileDescriptor[] imports =
                    file.getDependencyList().stream().map(linked::get).toArray(FileDescriptor[]::new);
            linked.put(file.getName(), FileDescriptor.buildFrom(file, imports));
        }
        return linked;
    }

    private static List<String> names(ListServicesResponseDecoder reply) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < reply.servicesCount(); i++) {
            names.add(reply.services(i));
        }
        return names;
    }

    private static List<String> methods(ServiceDescriptionDecoder reply) {
        List<String> methods = new ArrayList<>();
        for (int i = 0; i < reply.methodsCount(); i++) {
            MethodDescriptionDecoder method = reply.methods(i);
            methods.add(
                    "%s %s %s %s".formatted(method.name(), method.shape(), method.execution(), method.idempotency()));
        }
        return methods;
    }

    private static final class Negating implements DescribedServer {
        @Override
        public Execution execution(Method method) {
            return method.equals(NEGATE) ? Execution.EVENT_LOOP : Execution.WORKERS;
        }

        @Override
        public void negate(NumberDecoder request, NumberEncoder reply, ServerCall call) {
            reply.wrap(call.reply()).value(-request.value());
            call.complete();
        }

        @Override
        public StreamListener count(NumberDecoder request, ServerStream stream) {
            return ended(stream);
        }

        @Override
        public StreamListener sum(ServerStream stream) {
            return ended(stream);
        }

        @Override
        public StreamListener both(ServerStream stream) {
            return ended(stream);
        }

        @Override
        public void tell(NumberDecoder message, ServerCall call) {
            call.complete();
        }

        private static StreamListener ended(ServerStream stream) {
            stream.complete();
            return new StreamListener() {};
        }
    }
}
