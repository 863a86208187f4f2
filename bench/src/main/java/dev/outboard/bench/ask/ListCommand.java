package dev.outboard.bench.ask;

import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.services.ListServicesResponseDecoder;
import dev.outboard.rpc.services.ReflectionClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Which services there are. */
@Command(name = "list", description = "Lists a server's services.", mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Target target = new Target();

    /** As JSON. */
    record Services(List<String> services) {}

    @Override
    public Integer call() throws IOException {
        List<String> names = target.ask(connection -> names(connection, target.timeout()));
        PrintWriter out = spec.commandLine().getOut();
        names.forEach(out::println);
        out.flush();
        target.write(new Services(names));
        return 0;
    }

    static List<String> names(ClientConnection connection, Duration timeout) {
        return new ReflectionClient(connection).listServices(request -> {}, timeout, ListCommand::read);
    }

    private static List<String> read(ListServicesResponseDecoder reply) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < reply.servicesCount(); i++) {
            names.add(reply.services(i));
        }
        return names;
    }
}
