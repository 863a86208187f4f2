package dev.outboard.bench.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.rpc.load.Payload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RpcContenderTest {
    @ParameterizedTest
    @EnumSource
    void contender_isFoundByItsId(RpcContender contender) {
        assertThat(RpcContender.of(contender.id())).isSameAs(contender);
    }

    @ParameterizedTest
    @EnumSource
    void contender_hasTheClassThatItNames(RpcContender contender) {
        Path sources =
                contender.isPeer() ? Path.of("peers", contender.folder(), "src/main/java") : Path.of("src/main/java");
        assertThat(sources.resolve(contender.peerClass().replace('.', '/') + ".java"))
                .isRegularFile();
    }

    @Test
    void otherLibraries_areBuiltWithThePeers() throws Exception {
        String build = Files.readString(Path.of("peers/pom.xml"));
        assertThat(Arrays.stream(RpcContender.values()).filter(RpcContender::isPeer))
                .isNotEmpty()
                .allSatisfy(peer -> assertThat(build).contains("<module>" + peer.folder() + "</module>"));
    }

    @Test
    void chat_isCarriedByOursAndByGrpcJava() {
        assertThat(RpcRuns.plan(1).contenders(Payload.CHAT))
                .allMatch(contender -> contender.isOurs() || contender.folder().equals("grpc"))
                .contains(RpcContender.SAFE_LOOP, RpcContender.GRPC)
                .doesNotContain(RpcContender.DUBBO, RpcContender.ARMERIA);
    }
}
