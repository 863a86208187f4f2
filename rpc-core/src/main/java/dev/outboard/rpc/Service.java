package dev.outboard.rpc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The methods of one service and who serves them. Immutable. */
public final class Service {
    private final String name;
    private final List<Endpoint> endpoints;
    private final List<StreamEndpoint> streams;
    private final List<Method> pushes;
    private final Map<Method, Idempotency> idempotency;
    private final Supplier<byte[]> descriptors;

    private Service(Builder builder) {
        this.name = builder.name;
        this.endpoints = List.copyOf(builder.endpoints);
        this.streams = List.copyOf(builder.streams);
        this.pushes = List.copyOf(builder.pushes);
        this.idempotency = Map.copyOf(builder.idempotency);
        this.descriptors = builder.descriptors;
    }

    /** One method that clients may call. */
    public record Endpoint(Method method, Execution execution, CallHandler handler) {}

    /** One method of streams that clients may open. */
    public record StreamEndpoint(Method method, Execution execution, StreamHandler handler) {}

    /** Starts a service. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** This service with an interceptor before every handler: outside of those that it has already. */
    public Service intercepted(ServerInterceptor interceptor) {
        Builder copy = named(name);
        for (Endpoint endpoint : endpoints) {
            CallHandler next = endpoint.handler();
            copy.endpoints.add(
                    new Endpoint(endpoint.method(), endpoint.execution(), call -> interceptor.call(call, next)));
        }
        for (StreamEndpoint endpoint : streams) {
            StreamHandler next = endpoint.handler();
            copy.streams.add(new StreamEndpoint(
                    endpoint.method(), endpoint.execution(), stream -> interceptor.stream(stream, next)));
        }
        copy.pushes.addAll(pushes);
        copy.idempotency.putAll(idempotency);
        copy.descriptors = descriptors;
        return copy.build();
    }

    /** The name that its methods' names begin with. */
    public String name() {
        return name;
    }

    /** What clients may call. */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** What streams clients may open. */
    public List<StreamEndpoint> streams() {
        return streams;
    }

    /** What the server may push. */
    public List<Method> pushes() {
        return pushes;
    }

    /** What running a call of {@code method} twice would do, as far as the service has said so. */
    public Idempotency idempotency(Method method) {
        return idempotency.getOrDefault(method, Idempotency.UNKNOWN);
    }

    /**
     * The schema that the service was generated from and those that it imports, each behind its imports: a
     * {@code google.protobuf.FileDescriptorSet}, which is empty where the service has told none. <em>Returns owned</em>.
     */
    public byte[] descriptors() {
        return descriptors.get();
    }

    /** Collects the methods. */
    public static final class Builder {
        private final String name;
        private final List<Endpoint> endpoints = new ArrayList<>();
        private final List<StreamEndpoint> streams = new ArrayList<>();
        private final List<Method> pushes = new ArrayList<>();
        private final Map<Method, Idempotency> idempotency = new HashMap<>();
        private Supplier<byte[]> descriptors = () -> new byte[0];

        private Builder(String name) {
            this.name = name;
        }

        /** Adds a method with a reply. */
        public Builder unary(Method method, Execution execution, CallHandler handler) {
            check(method, Shape.UNARY);
            endpoints.add(new Endpoint(method, execution, handler));
            return this;
        }

        /** Adds a method without a reply. */
        public Builder oneWay(Method method, Execution execution, CallHandler handler) {
            check(method, Shape.ONE_WAY);
            endpoints.add(new Endpoint(method, execution, handler));
            return this;
        }

        /** Adds a method of streams, of whichever of the three shapes. */
        public Builder stream(Method method, Execution execution, StreamHandler handler) {
            if (!method.shape().isStream()) {
                throw new IllegalArgumentException("shape: " + method + " (expected: a stream)");
            }
            check(method, method.shape());
            streams.add(new StreamEndpoint(method, execution, handler));
            return this;
        }

        /** Adds a message that the server sends by itself. */
        public Builder push(Method method) {
            check(method, Shape.PUSH);
            pushes.add(method);
            return this;
        }

        /** Says what running a call of {@code method} twice would do. Default {@link Idempotency#UNKNOWN}. */
        public Builder idempotency(Method method, Idempotency level) {
            check(method, method.shape());
            idempotency.put(method, level);
            return this;
        }

        /** Gives the schema, when it is asked for; see {@link Service#descriptors}. Default an empty one. */
        public Builder descriptors(Supplier<byte[]> set) {
            descriptors = set;
            return this;
        }

        /** The service. */
        public Service build() {
            return new Service(this);
        }

        private void check(Method method, Shape shape) {
            if (method.shape() != shape) {
                throw new IllegalArgumentException("shape: " + method + " (expected: " + shape + ")");
            }
            if (!method.serviceName().equals(name)) {
                throw new IllegalArgumentException("method: " + method.fullName() + " (expected: one of " + name + ")");
            }
        }
    }
}
