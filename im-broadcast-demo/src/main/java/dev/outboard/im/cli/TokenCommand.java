package dev.outboard.im.cli;

import dev.outboard.im.auth.Claims;
import dev.outboard.im.auth.GroupSet;
import dev.outboard.im.auth.Secrets;
import dev.outboard.im.auth.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes a token. */
@Command(
        name = "token",
        description = "Makes a token for a server that asks for one, and prints it. Groups are numbers, ranges like"
                + " 100-199, or * for all; without --read or --publish there is no such right.",
        showDefaultValues = true,
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--user", required = true, paramLabel = "U", description = "The user's number.")
    private String user = "";

    @Option(names = "--read", split = ",", paramLabel = "GROUPS", description = "Groups that it may join and read.")
    private List<String> read = List.of();

    @Option(names = "--publish", split = ",", paramLabel = "GROUPS", description = "Groups that it may publish to.")
    private List<String> publish = List.of();

    @Option(
            names = "--direct",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether it may send to other users.")
    private boolean direct = true;

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long it is good: 90s, 30m, 1h, 7d.")
    private Duration ttl = Duration.ofHours(1);

    @Option(
            names = "--secret-file",
            required = true,
            paramLabel = "FILE",
            description = "The server's secrets, one a line, 32 bytes or more each; the first one signs.")
    private Path secretFile = Path.of("");

    @Override
    public Integer call() {
        Tokens tokens;
        try {
            tokens = new Tokens(Secrets.read(secretFile));
        } catch (IOException e) {
            return ImCommand.end(spec, ImCommand.UNUSABLE, new IOException("secret-file: cannot be read: " + e, e));
        } catch (IllegalArgumentException e) {
            return ImCommand.end(spec, ImCommand.UNUSABLE, e);
        }
        spec.commandLine().getOut().println(sign(tokens));
        spec.commandLine().getOut().flush();
        return 0;
    }

    private String sign(Tokens tokens) {
        try {
            long expiry = Instant.now().plus(ttl).getEpochSecond();
            return tokens.sign(new Claims(userId(), expiry, GroupSet.of(read), GroupSet.of(publish), direct));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private long userId() {
        try {
            return Long.parseUnsignedLong(user);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("user: " + user + " (expected: 0 to 18446744073709551615)", e);
        }
    }
}
