package dev.outboard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.architecture.FakeRepository.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LauncherTest {
    private static final String OPENS = "opens.flags";

    @TempDir
    private Path directory;

    private FakeRepository repository;

    @BeforeEach
    void layOut() throws IOException {
        repository = new FakeRepository(directory.resolve("a clone"));
    }

    @Test
    void run_passesArgumentsAndExitCode() throws Exception {
        Result result = call(Map.of(), "im", "a b", "");
        assertThat(result.out()).endsWith("dev.outboard.bench.cli.Outboard", "im", "a b", "");
        assertThat(result.exitCode()).isEqualTo(result.out().size());
    }

    @Test
    void run_takesFlagsFromTheBuild() throws Exception {
        assertThat(call(Map.of()).out())
                .anyMatch(argument -> argument.startsWith("@") && argument.endsWith("jvm.flags"))
                .anyMatch(argument -> argument.startsWith("@") && argument.endsWith(OPENS));
    }

    @Test
    void noOpens_leavesThatFlagOut() throws Exception {
        assertThat(call(Map.of("OUTBOARD_NO_OPENS", "1")).out()).noneMatch(argument -> argument.endsWith(OPENS));
    }

    @Test
    void profileEdge_bringsItsFlags_beforeTheUsersOwn() throws Exception {
        Map<String, String> options = Map.of("OUTBOARD_JAVA_OPTS", "-Xmx200m");
        assertThat(edge(options, "im", "serve", "--profile", "edge")).isTrue();
        assertThat(edge(options, "im", "serve", "--port", "1", "--profile=edge"))
                .isTrue();
        assertThat(edge(Map.of("OUTBOARD_IM_PROFILE", "edge"), "im", "serve")).isTrue();
        assertThat(call(options, "im", "serve", "--profile", "edge").out().indexOf("-Xmx200m"))
                .isGreaterThan(2);
    }

    @Test
    void otherCommandsAndProfiles_bringNone() throws Exception {
        assertThat(edge(Map.of(), "im", "serve")).isFalse();
        assertThat(edge(Map.of(), "im", "load", "--profile", "edge")).isFalse();
        assertThat(edge(Map.of(), "im", "serve", "--config", "edge")).isFalse();
        assertThat(edge(Map.of("OUTBOARD_IM_PROFILE", "edge"), "im", "serve", "--profile", "none"))
                .isFalse();
    }

    @Test
    void javaOpts_areSplitAtSpaces() throws Exception {
        assertThat(call(Map.of("OUTBOARD_JAVA_OPTS", "-Xmx1g -Dx=y")).out()).containsSequence("-Xmx1g", "-Dx=y");
    }

    @Test
    void javaHome_overridesTheNewest() throws Exception {
        Path chosen = repository.jdk("chosen", 17);
        Files.writeString(chosen.resolve("bin/java"), "#!/bin/sh\necho chosen\n");
        assertThat(call(Map.of("OUTBOARD_JAVA_HOME", chosen.toString())).out()).containsExactly("chosen");
    }

    @Test
    void path_leadsToTheJdkWhereNoVariableDoes() throws Exception {
        Map<String, String> environment =
                Map.of("JAVA_HOME", "", "PATH", repository.newestJdk() + "/bin:/usr/bin:/bin");
        assertThat(call(environment).out()).contains("dev.outboard.bench.cli.Outboard");
    }

    @Test
    void javaHome_tooOldIsOneLineAndTwo() throws Exception {
        call(Map.of());
        Result result =
                call(Map.of("OUTBOARD_JAVA_HOME", repository.jdk("old", 11).toString()));
        assertThat(result.err()).singleElement().asString().contains("OUTBOARD_JAVA_HOME", "expected: ");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void symlink_findsTheRepository() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("ob"), repository.launcher());
        assertThat(repository.call(link, Map.of()).out()).contains("dev.outboard.bench.cli.Outboard");
    }

    @Test
    void sources_olderThanTheBuildAreNotBuilt() throws Exception {
        repository.edit("A.java", -60);
        call(Map.of());
        assertThat(repository.builds()).isZero();
    }

    @Test
    void sources_newerThanTheBuildAreBuilt() throws Exception {
        repository.edit("A.java", +60);
        assertThat(call(Map.of()).out()).contains("dev.outboard.bench.cli.Outboard");
        assertThat(repository.builds()).isEqualTo(1);
    }

    @Test
    void build_thatFailsIsOneLineAndOne() throws Exception {
        repository.edit("A.java", +60);
        repository.breakTheBuild();
        Result result = call(Map.of());
        assertThat(result.err()).last().asString().contains("the build failed", "target/build.log");
        assertThat(result.out()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(1);
    }

    private boolean edge(Map<String, String> environment, String... arguments) throws Exception {
        return call(environment, arguments).out().stream().anyMatch(it -> it.endsWith("edge.flags"));
    }

    private Result call(Map<String, String> environment, String... arguments) throws Exception {
        return repository.call(repository.launcher(), environment, arguments);
    }
}
