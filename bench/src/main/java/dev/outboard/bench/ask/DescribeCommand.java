package dev.outboard.bench.ask;

import dev.outboard.rpc.BlockingCall;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.services.MethodDescriptionDecoder;
import dev.outboard.rpc.services.ReflectionClient;
import dev.outboard.rpc.services.ReflectionServer;
import dev.outboard.rpc.services.ServiceDescriptionDecoder;
import dev.outboard.rpc.services.ServiceRequestEncoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What there is to call. */
@Command(
        name = "describe",
        description = "Describes a server's services: each method's types, shape, threads and idempotency.",
        mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {
    private static final String UNKNOWN = "?";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Target target = new Target();

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "SERVICE",
            description = "The services; all of them without.")
    private List<String> services = new ArrayList<>();

    /** As JSON. */
    record Description(List<ServiceLines> services) {}

    record ServiceLines(String service, List<MethodLine> methods) {}

    /** What was not told, or is of a later version, is "?". */
    record MethodLine(
            String name, String shape, String execution, String idempotency, String request, String response) {}

    /** Names of messages. */
    private record Types(String request, String response) {}

    @Override
    public Integer call() throws IOException {
        List<ServiceLines> described = target.ask(connection -> {
            List<ServiceLines> all = new ArrayList<>();
            for (String name : services.isEmpty() ? ListCommand.names(connection, target.timeout()) : services) {
                all.add(describe(connection, name));
            }
            return all;
        });
        PrintWriter out = spec.commandLine().getOut();
        described.forEach(service -> print(service, out));
        out.flush();
        target.write(new Description(described));
        return 0;
    }

    private ServiceLines describe(ClientConnection connection, String service) {
        MessageWriter request = out -> new ServiceRequestEncoder().wrap(out).service(service);
        Map<String, Types> types = BlockingCall.call(
                connection,
                ReflectionServer.GET_DESCRIPTORS,
                request,
                target.timeout(),
                reply -> types(new DescriptorsDecoder().wrap(reply), service));
        return new ReflectionClient(connection)
                .describeService(request, target.timeout(), reply -> lines(reply, types));
    }

    private static ServiceLines lines(ServiceDescriptionDecoder reply, Map<String, Types> types) {
        List<MethodLine> methods = new ArrayList<>();
        for (int i = 0; i < reply.methodsCount(); i++) {
            MethodDescriptionDecoder method = reply.methods(i);
            Types ofMethod = types.getOrDefault(method.name(), new Types(UNKNOWN, UNKNOWN));
            methods.add(new MethodLine(
                    method.name(),
                    text(method.shape()),
                    text(method.execution()),
                    text(method.idempotency()),
                    ofMethod.request(),
                    ofMethod.response()));
        }
        return new ServiceLines(reply.service(), methods);
    }

    /** The types of a service's methods, by name. */
    private static Map<String, Types> types(DescriptorsDecoder reply, String service) {
        Map<String, Types> types = new HashMap<>();
        if (!reply.hasFileDescriptorSet()) {
            return types;
        }
        FileSetDecoder set = reply.fileDescriptorSet();
        for (int i = 0; i < set.fileCount(); i++) {
            FileDecoder file = set.file(i);
            String prefix = file.package_().isEmpty() ? "" : file.package_() + ".";
            for (int j = 0; j < file.serviceCount(); j++) {
                ServiceTypeDecoder candidate = file.service(j);
                if (service.equals(prefix + candidate.name())) {
                    add(candidate, types);
                }
            }
        }
        return types;
    }

    private static void add(ServiceTypeDecoder service, Map<String, Types> types) {
        for (int i = 0; i < service.methodCount(); i++) {
            MethodTypeDecoder method = service.method(i);
            types.put(method.name(), new Types(withoutDot(method.inputType()), withoutDot(method.outputType())));
        }
    }

    private static void print(ServiceLines service, PrintWriter out) {
        out.println(service.service());
        for (MethodLine method : service.methods()) {
            out.printf(
                    "  %s(%s) -> %s, %s, on %s%s%n",
                    method.name(),
                    method.request(),
                    method.response(),
                    method.shape(),
                    method.execution(),
                    method.idempotency().equals(UNKNOWN) ? "" : ", " + method.idempotency());
        }
    }

    private static String text(@Nullable Enum<?> value) {
        return value == null || value.name().endsWith("_UNKNOWN") ? UNKNOWN : value.name();
    }

    private static String withoutDot(String type) {
        return type.startsWith(".") ? type.substring(1) : type;
    }
}
