package dev.outboard.rpc.services;

import dev.outboard.codec.Utf8View;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Idempotency;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.StatusCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a server serves, {@code outboard.reflection.v1.Reflection}: the names of its services, their methods, and their
 * schemas. What it tells is fixed when it is made. It runs on event loops.
 *
 * <pre>{@code
 * List<Service> services = List.of(ChatServer.service(chat), health.service());
 * services.forEach(builder::service);
 * builder.service(ReflectionService.of(services));
 * }</pre>
 *
 * <p>Whoever can call a server can ask it: on one that strangers reach, an authorizer says who may.
 */
public final class ReflectionService {
    /** A service, its methods sorted by name, and its schema. */
    private record Known(String name, List<KnownMethod> methods, byte[] descriptors) {}

    private record KnownMethod(
            String name,
            MethodDescriptionShapeEnum shape,
            MethodDescriptionExecutionEnum execution,
            MethodDescriptionIdempotencyEnum idempotency) {}

    private ReflectionService() {}

    /** A service that tells of these, and of itself. Services of one name are told as one. */
    public static Service of(Collection<Service> services) {
        TreeMap<String, List<Service>> byName = new TreeMap<>();
        services.forEach(service -> byName.computeIfAbsent(service.name(), unused -> new ArrayList<>())
                .add(service));
        // Another of its kind: its name and methods are those of the one that is returned.
        byName.put(ReflectionServer.NAME, List.of(ReflectionServer.service(new Handlers(List.of()))));
        List<Known> all = new ArrayList<>();
        byName.forEach((name, parts) -> all.add(known(name, parts)));
        return ReflectionServer.service(new Handlers(List.copyOf(all)));
    }

    private static Known known(String name, List<Service> parts) {
        TreeMap<String, KnownMethod> methods = new TreeMap<>();
        byte[] descriptors = {};
        for (Service part : parts) {
            part.endpoints().forEach(it -> add(methods, part, it.method(), it.execution()));
            part.streams().forEach(it -> add(methods, part, it.method(), it.execution()));
            part.pushes().forEach(method -> add(methods, part, method, null));
            if (descriptors.length == 0) {
                descriptors = part.descriptors();
            }
        }
        return new Known(name, List.copyOf(methods.values()), descriptors);
    }

    private static void add(
            Map<String, KnownMethod> methods, Service service, Method method, @Nullable Execution execution) {
        Idempotency idempotency = service.idempotency(method);
        methods.put(
                // Two methods of one name differ in their shape.
                method.name() + " " + method.shape(),
                new KnownMethod(
                        method.name(),
                        MethodDescriptionShapeEnum.valueOf(method.shape().name()),
                        execution == null
                                ? MethodDescriptionExecutionEnum.EXECUTION_UNKNOWN
                                : MethodDescriptionExecutionEnum.valueOf(execution.name()),
                        idempotency == Idempotency.UNKNOWN
                                ? MethodDescriptionIdempotencyEnum.IDEMPOTENCY_UNKNOWN
                                : MethodDescriptionIdempotencyEnum.valueOf(idempotency.name())));
    }

    private static final class Handlers implements ReflectionServer {
        private final List<Known> table;
        private final ThreadLocal<Utf8View> names = ThreadLocal.withInitial(Utf8View::new);

        Handlers(List<Known> table) {
            this.table = table;
        }

        @Override
        public Execution execution(Method method) {
            return Execution.EVENT_LOOP;
        }

        @Override
        public void listServices(
                ListServicesRequestDecoder request, ListServicesResponseEncoder reply, ServerCall call) {
            reply.wrap(call.reply());
            for (int i = 0; i < table.size(); i++) {
                reply.addServices(table.get(i).name());
            }
            call.complete();
        }

        @Override
        public void describeService(ServiceRequestDecoder request, ServiceDescriptionEncoder reply, ServerCall call) {
            Known known = find(request, call);
            if (known == null) {
                return;
            }
            reply.wrap(call.reply()).service(known.name());
            for (int i = 0; i < known.methods().size(); i++) {
                KnownMethod method = known.methods().get(i);
                reply.beginMethods()
                        .name(method.name())
                        .shape(method.shape())
                        .execution(method.execution())
                        .idempotency(method.idempotency());
                reply.endMethods();
            }
            call.complete();
        }

        @Override
        public void getDescriptors(ServiceRequestDecoder request, ServiceDescriptorsEncoder reply, ServerCall call) {
            Known known = find(request, call);
            if (known != null) {
                reply.wrap(call.reply()).fileDescriptorSet(known.descriptors());
                call.complete();
            }
        }

        /** The service that is asked for, or null, and the call has ended. */
        private @Nullable Known find(ServiceRequestDecoder request, ServerCall call) {
            Utf8View name = request.serviceView(names.get());
            for (int i = 0; i < table.size(); i++) {
                if (name.contentEquals(table.get(i).name())) {
                    return table.get(i);
                }
            }
            call.fail(StatusCode.NOT_FOUND, "service: unknown (expected: one that ListServices names)");
            return null;
        }
    }
}
