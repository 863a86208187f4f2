package dev.outboard.bench.ask;

import dev.outboard.rpc.services.HealthCheckRequestEncoder;
import dev.outboard.rpc.services.HealthCheckResponseDecoder;
import dev.outboard.rpc.services.HealthClient;
import dev.outboard.rpc.services.ServingStatusEnum;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How a server is, or one of its services. */
@Command(
        name = "health",
        description = "Tells whether a server, or a service of it, takes calls; exit code 1 where it does not.",
        mixinStandardHelpOptions = true)
final class HealthCommand implements Callable<Integer> {
    private static final int NOT_SERVING = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Target target = new Target();

    @Parameters(index = "1", arity = "0..1", paramLabel = "SERVICE", description = "The service; all of it without.")
    private String service = "";

    /** As JSON. */
    record Health(String service, String status) {}

    @Override
    public Integer call() throws IOException {
        ServingStatusEnum known = target.ask(connection -> new HealthClient(connection)
                .check(
                        request -> new HealthCheckRequestEncoder().wrap(request).service(service),
                        target.timeout(),
                        HealthCheckResponseDecoder::status));
        String status = text(known);
        PrintWriter out = spec.commandLine().getOut();
        out.println(status);
        out.flush();
        target.write(new Health(service, status));
        return known == ServingStatusEnum.SERVING ? 0 : NOT_SERVING;
    }

    private static String text(@Nullable ServingStatusEnum status) {
        return status == null ? "a status of a later version" : status.name();
    }
}
