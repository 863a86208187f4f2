package dev.outboard.bench.peers.armeria;

import com.google.protobuf.BytesValue;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;

/** The method: a message of protobuf's own with the bytes in it. */
final class Echo {
    private static final String SERVICE = "outboard.bench.Echo";
    static final MethodDescriptor<BytesValue, BytesValue> BYTES = MethodDescriptor.newBuilder(
                    ProtoUtils.marshaller(BytesValue.getDefaultInstance()),
                    ProtoUtils.marshaller(BytesValue.getDefaultInstance()))
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Bytes"))
            .build();
    static final ServiceDescriptor DESCRIPTOR =
            ServiceDescriptor.newBuilder(SERVICE).addMethod(BYTES).build();

    private Echo() {}

    /** Answers on the thread that asks. */
    static ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(DESCRIPTOR)
                .addMethod(BYTES, ServerCalls.asyncUnaryCall((request, observer) -> {
                    observer.onNext(request);
                    observer.onCompleted();
                }))
                .build();
    }
}
