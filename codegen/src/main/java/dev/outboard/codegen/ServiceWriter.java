package dev.outboard.codegen;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes a service's server interface and its client. */
final class ServiceWriter {
    /** Names that a method of the service cannot have: those of {@code Object}, and ours. */
    private static final Set<String> TAKEN = Set.of(
            "clone",
            "connection",
            "descriptors",
            "equals",
            "execution",
            "finalize",
            "getClass",
            "hashCode",
            "notify",
            "notifyAll",
            "service",
            "toString",
            "wait");

    private final Comments comments;
    private final ServiceDescriptor service;
    private final FileDescriptor file;
    private final List<Call> calls = new ArrayList<>();

    ServiceWriter(Comments comments, ServiceDescriptor service) {
        this.comments = comments;
        this.service = service;
        this.file = service.getFile();
        Set<String> names = new HashSet<>(TAKEN);
        Set<String> constants = new HashSet<>(Set.of("NAME"));
        for (MethodDescriptor method : service.getMethods()) {
            String name = Text.camel(method.getName());
            while (Text.isKeyword(name) || names.contains(name) || constants.contains(Text.constant(name))) {
                name += "_";
            }
            names.add(name);
            constants.add(Text.constant(name));
            calls.add(new Call(method, name));
        }
    }

    /** The interface that a server implements. */
    String server() {
        return TypeNames.service(service, "Server");
    }

    /** The class that clients use. */
    String client() {
        return TypeNames.service(service, "Client");
    }

    // ---- the server's interface

    void writeServer(Source out) {
        Comments.write(
                out,
                comments.of(service),
                "Serves {@code " + service.getFullName()
                        + "}; {@link #service} makes of it what a server's builder takes. Its",
                "methods run on the threads that {@link #execution} says, many at a time. Decoders and encoders that they get are the",
                "calling thread's, until the method returns: who ends a call later has some of its own.");
        head(out);
        out.open("public interface %s", server());
        out.line("/** The service's name. */");
        out.line("String NAME = %s;", Text.literal(service.getFullName()));
        for (Call call : calls) {
            out.member();
            out.line("/** {@code %s}. */", call.proto.getName());
            deprecate(out, call);
            out.line(
                    "Method %s = Method.%s(NAME + %s);",
                    call.constant, call.shape.factory(), Text.literal("/" + call.proto.getName()));
        }
        for (Call call : calls) {
            if (call.shape != Call.Shape.PUSH) {
                out.member();
                handler(out, call);
            }
        }
        out.member();
        out.line("/** Which threads run a method's calls. */");
        out.open("default Execution execution(Method method)");
        out.line("return Execution.WORKERS;");
        out.close();
        out.member();
        out.line("/** The service that {@code server} serves. */");
        out.open("static Service service(%s server)", server());
        out.line("Service.Builder service = Service.named(NAME).descriptors(%s::descriptors);", server());
        for (Call call : calls) {
            bind(out, call);
            IdempotencyLevel level = call.proto.getOptions().getIdempotencyLevel();
            if (level != IdempotencyLevel.IDEMPOTENCY_UNKNOWN) {
                out.line("service.idempotency(%s, Idempotency.%s);", call.constant, level.name());
            }
        }
        out.line("return service.build();");
        out.close();
        out.member();
        out.line(
                "/** The service's file and those that it imports, each behind its imports: a {@code google.protobuf.FileDescriptorSet}. */");
        out.open("static byte[] descriptors()");
        DescriptorSet.write(out, file);
        out.close();
        out.close();
    }

    private void handler(Source out, Call call) {
        List<String> proto = comments.of(call.proto);
        switch (call.shape) {
            case UNARY -> {
                Comments.write(
                        out,
                        proto,
                        "Ends with {@code call.complete()}, after {@code reply.wrap(call.reply())}, or {@code call.fail(...)}; here or later.");
                deprecate(out, call);
                out.line(
                        "void %s(%s request, %s reply, ServerCall call);",
                        call.name, call.request(file), call.responseEncoder(file));
            }
            case ONE_WAY -> {
                Comments.write(out, proto, "Ends with {@code call.complete()}, here or later.");
                deprecate(out, call);
                out.line("void %s(%s message, ServerCall call);", call.name, call.request(file));
            }
            case SERVER_STREAM -> {
                Comments.write(out, proto, "Sends messages of {@link %s}.".formatted(call.responseEncoder(file)));
                deprecate(out, call);
                out.line("StreamListener %s(%s request, ServerStream stream);", call.name, call.request(file));
            }
            default -> {
                Comments.write(
                        out,
                        proto,
                        "Returns who hears of the client's messages: a {@link DecodedListener} of {@link %s}."
                                .formatted(call.request(file)));
                deprecate(out, call);
                out.line("StreamListener %s(ServerStream stream);", call.name);
            }
        }
    }

    private void bind(Source out, Call call) {
        String server = "server." + call.name;
        String execution = "server.execution(" + call.constant + ")";
        switch (call.shape) {
            case PUSH -> out.line("service.push(%s);", call.constant);
            case CLIENT_STREAM, BIDI_STREAM ->
                out.line("service.stream(%s, %s, %s);", call.constant, execution, "server::" + call.name);
            case SERVER_STREAM -> {
                decoders(out, call);
                out.line("service.stream(%s, %s, stream ->", call.constant, execution);
                out.line("        %s(%sRequests.get().wrap(stream.request()), stream));", server, call.name);
            }
            case ONE_WAY -> {
                decoders(out, call);
                out.line("service.oneWay(%s, %s, call ->", call.constant, execution);
                out.line("        %s(%sRequests.get().wrap(call.request()), call));", server, call.name);
            }
            default -> {
                decoders(out, call);
                out.line(
                        "ThreadLocal<%s> %sReplies = ThreadLocal.withInitial(%s::new);",
                        call.responseEncoder(file), call.name, call.responseEncoder(file));
                out.line("service.unary(%s, %s, call ->", call.constant, execution);
                out.line(
                        "        %s(%sRequests.get().wrap(call.request()), %sReplies.get(), call));",
                        server, call.name, call.name);
            }
        }
    }

    private void decoders(Source out, Call call) {
        out.line(
                "ThreadLocal<%s> %sRequests = ThreadLocal.withInitial(%s::new);",
                call.request(file), call.name, call.request(file));
    }

    // ---- the client

    void writeClient(Source out) {
        Comments.write(
                out,
                comments.of(service),
                "Calls {@code " + service.getFullName()
                        + "} on a channel: a connection, or what stands before some. Any thread.");
        head(out);
        out.open("public final class %s", client());
        out.line("private final RpcChannel channel;");
        out.member();
        out.line("/** A client on a channel, which stays the caller's. */");
        out.open("public %s(RpcChannel channel)", client());
        out.line("this.channel = channel;");
        out.close();
        for (Call call : calls) {
            switch (call.shape) {
                case UNARY -> unary(out, call);
                case ONE_WAY -> oneWay(out, call);
                case PUSH -> push(out, call);
                default -> stream(out, call);
            }
        }
        out.close();
    }

    private void unary(Source out, Call call) {
        method(
                out,
                call,
                "Makes a call without garbage; see {@link RpcChannel#call}.",
                "void %s(MessageWriter request, long timeoutNanos, DecodedReply<%s> reply)"
                        .formatted(call.name, call.response(file)),
                "channel.call(%s, request, timeoutNanos, reply);".formatted(constant(call)));
        method(
                out,
                call,
                "Makes a call with more than a timeout; see {@link RpcChannel#call}.",
                "void %s(MessageWriter request, CallOptions options, DecodedReply<%s> reply)"
                        .formatted(call.name, call.response(file)),
                "channel.call(%s, request, options, reply);".formatted(constant(call)));
        method(
                out,
                call,
                "Makes a call and waits for its reply, of which {@code read} takes what is wanted; see {@link BlockingCall#call}.",
                "<R> R %s(MessageWriter request, Duration timeout, Function<%s, R> read)"
                        .formatted(call.name, call.response(file)),
                "return %s(request, CallOptions.timeout(timeout), read);".formatted(call.name));
        method(
                out,
                call,
                "Makes a call with more than a timeout and waits for its reply; see {@link BlockingCall#call}.",
                "<R> R %s(MessageWriter request, CallOptions options, Function<%s, R> read)"
                        .formatted(call.name, call.response(file)),
                "%s decoder = new %s();".formatted(call.response(file), call.response(file)),
                "return BlockingCall.call(channel, %s, request, options, reply -> read.apply(decoder.wrap(reply)));"
                        .formatted(constant(call)));
    }

    private void oneWay(Source out, Call call) {
        method(
                out,
                call,
                "Sends a message; see {@link RpcChannel#oneWay}.",
                "SendResult %s(MessageWriter message)".formatted(call.name),
                "return channel.oneWay(%s, message);".formatted(constant(call)));
        method(
                out,
                call,
                "Sends a message with more beside it; see {@link RpcChannel#oneWay}.",
                "SendResult %s(MessageWriter message, CallOptions options)".formatted(call.name),
                "return channel.oneWay(%s, message, options);".formatted(constant(call)));
    }

    private void push(Source out, Call call) {
        method(
                out,
                call,
                "What a client's builder takes for the server's messages: each goes to {@code action}, on the event loop of its connection.",
                "static PushHandler %s(BiConsumer<ClientConnection, %s> action)"
                        .formatted(call.name, call.response(file)),
                "ThreadLocal<%s> messages = ThreadLocal.withInitial(%s::new);"
                        .formatted(call.response(file), call.response(file)),
                "return (connection, body) -> action.accept(connection, messages.get().wrap(body));");
    }

    private void stream(Source out, Call call) {
        boolean asks = call.shape == Call.Shape.SERVER_STREAM;
        String parameter = asks ? "MessageWriter request, " : "";
        String argument = asks ? "request, " : "";
        method(
                out,
                call,
                "Opens a stream; see {@link RpcChannel#openStream}.",
                "ClientStream %s(%slong timeoutNanos, DecodedStream<%s> receiver)"
                        .formatted(call.name, parameter, call.response(file)),
                "return %s(%sCallOptions.timeoutNanos(timeoutNanos), receiver);".formatted(call.name, argument));
        method(
                out,
                call,
                "Opens a stream with more than a timeout; see {@link RpcChannel#openStream}.",
                "ClientStream %s(%sCallOptions options, DecodedStream<%s> receiver)"
                        .formatted(call.name, parameter, call.response(file)),
                "return receiver.opened(channel.openStream(%s, %soptions, receiver));"
                        .formatted(constant(call), argument));
        method(
                out,
                call,
                "Opens a stream whose user waits for messages and for credit; {@code read} takes what is wanted of a message.",
                "<R> BlockingStream<R> %s(%sDuration timeout, Function<%s, R> read)"
                        .formatted(call.name, parameter, call.response(file)),
                "return %s(%sCallOptions.timeout(timeout), read);".formatted(call.name, argument));
        method(
                out,
                call,
                "Opens a stream, with more than a timeout, whose user waits for messages and for credit.",
                "<R> BlockingStream<R> %s(%sCallOptions options, Function<%s, R> read)"
                        .formatted(call.name, parameter, call.response(file)),
                "%s decoder = new %s();".formatted(call.response(file), call.response(file)),
                "return BlockingStream.open(channel, %s, %soptions, message -> read.apply(decoder.wrap(message)));"
                        .formatted(constant(call), argument));
    }

    private void method(Source out, Call call, String what, String signature, String... body) {
        out.member();
        Comments.write(out, comments.of(call.proto), what);
        deprecate(out, call);
        out.open("public %s", signature);
        for (String line : body) {
            out.line(line);
        }
        out.close();
    }

    private String constant(Call call) {
        return server() + "." + call.constant;
    }

    // ---- both

    private void head(Source out) {
        if (service.getOptions().getDeprecated()) {
            out.line("@Deprecated");
        }
        Generator.annotate(out, file);
        if (isDeprecated()) {
            out.line("@SuppressWarnings(\"deprecation\")");
        }
    }

    private boolean isDeprecated() {
        return service.getOptions().getDeprecated()
                || calls.stream()
                        .anyMatch(call -> call.proto.getOptions().getDeprecated()
                                || call.proto.getInputType().getOptions().getDeprecated()
                                || call.proto.getOutputType().getOptions().getDeprecated());
    }

    private static void deprecate(Source out, Call call) {
        if (call.proto.getOptions().getDeprecated()) {
            out.line("@Deprecated");
        }
    }
}
