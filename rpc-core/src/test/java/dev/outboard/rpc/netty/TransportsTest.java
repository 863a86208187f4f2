package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.rpc.InProcessAddress;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.RpcServer;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Choosing a transport, its addresses, and bringing event loops and memory along. */
final class TransportsTest {
    @TempDir
    private Path folder;

    @Test
    void auto_isEpollWhereItWorks_andTellsOfTheRest() {
        Transport chosen = Transport.AUTO.resolve(null, null);
        assertThat(chosen).isEqualTo(Transport.EPOLL.isAvailable() ? Transport.EPOLL : Transport.NIO);
        assertThat(chosen.explained())
                .startsWith(chosen.label() + "; io_uring ")
                .contains(
                        Transport.IO_URING.isAvailable()
                                ? "io_uring works here, and has to be asked for"
                                : "io_uring is not available: ");
    }

    @Test
    void explanation_tellsWhatWasAskedFor_fromWhatDoesNotWork() {
        assertThat(Transport.NIO.explained())
                .contains(
                        Transport.EPOLL.isAvailable()
                                ? "; epoll works here, but nio was asked for"
                                : "; epoll is not available: ");
        assertThat(Transport.IO_URING.explained()).isEqualTo("io_uring");
        assertThat(Transport.IN_PROCESS.explained()).isEqualTo("in-process");
    }

    @Test
    void auto_withAnInProcessAddress_isInProcess() {
        InProcessAddress address = new InProcessAddress("auto");
        try (RpcServer server = RpcServerBuilder.create().listenOn(address).start()) {
            assertThat(server.transport()).isEqualTo("in-process");
            assertThat(server.address()).isEqualTo(address);
            assertThat(server.port()).isZero();
        }
    }

    @Test
    void unknownName_isRefused() {
        assertThatThrownBy(() -> RpcServerBuilder.create().transport("carrier pigeon"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("transport: carrier pigeon (expected: auto, io_uring, epoll, nio or in-process)");
    }

    @Test
    void addressThatTheTransportDoesNotReach_isRefused() {
        RpcServerBuilder builder =
                RpcServerBuilder.create().transport(Transport.NIO).listenOn(new InProcessAddress("x"));
        assertThatThrownBy(builder::start).hasMessageContaining("expected: one that transport nio reaches");
        try (RpcClient client =
                RpcClientBuilder.create().transport(Transport.IN_PROCESS).build()) {
            assertThatThrownBy(() -> client.connect("localhost", 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO", "EPOLL", "IO_URING"})
    void socketFile_isThereWhileTheServerListens(Transport transport) {
        assumeTrue(transport.isAvailable(), () -> transport + ": " + transport.unavailabilityCause());
        Path file = folder.resolve("s");
        try (RpcServer server = unix(file).transport(transport).start()) {
            assertThat(Files.exists(file)).isTrue();
            assertThat(server.address()).isEqualTo(UnixDomainSocketAddress.of(file));
        }
        assertThat(Files.exists(file)).isFalse();
    }

    @Test
    void socketFile_thatAKilledServerLeft_isRemoved() throws IOException {
        Path file = folder.resolve("s");
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(file));
        }
        assertThat(Files.exists(file)).isTrue();
        try (RpcServer server = unix(file).start();
                RpcClient client = RpcClientBuilder.create().build()) {
            assertThat(client.connect(server.address()).isOpen()).isTrue();
        }
    }

    @Test
    void socketFile_ofAServerThatListens_isItsOwn() {
        Path file = folder.resolve("s");
        try (RpcServer first = unix(file).start();
                RpcClient client = RpcClientBuilder.create().build()) {
            assertThatThrownBy(() -> unix(file).start())
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("a server listens there");
            assertThat(client.connect(first.address()).isOpen()).isTrue();
        }
    }

    @Test
    void fileThatIsNoSocket_isLeftAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("s"), "dear diary");
        assertThatThrownBy(() -> unix(file).start()).hasMessageContaining("a file that is no socket");
        assertThat(Files.readString(file)).isEqualTo("dear diary");
    }

    @Test
    void borrowedEventLoops_outliveServerAndClient() throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        MemoryLedger ledger = MemoryLedger.unbounded();
        for (int i = 0; i < 3; i++) {
            try (Pair pair = new Pair(
                    Variant.NIO_SAFE,
                    server -> server.transport(Transport.AUTO)
                            .eventLoopGroup(group)
                            .ledger(ledger),
                    client -> client.transport(Transport.AUTO)
                            .eventLoopGroup(group)
                            .ledger(ledger))) {
                assertThat(pair.server.transport()).isEqualTo("nio");
                assertThat(pair.call(Echo.ON_WORKERS, Echo.number(i)).reply()).startsWith(i);
            }
            assertThat(group.isShuttingDown()).isFalse();
        }
        Await.until("nothing in use", () -> ledger.usedBytes() == 0);
        group.shutdownGracefully().sync();
    }

    @Test
    @SuppressWarnings("deprecation") // it has no handler of I/O, which is the point
    void borrowedEventLoops_ofAnotherKind_areRefused() throws Exception {
        EventLoopGroup nio = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        EventLoopGroup none = new DefaultEventLoopGroup(1);
        RpcServerBuilder epoll = Variant.EPOLL_SAFE.server().eventLoopGroup(nio);
        assertThatThrownBy(epoll::start).hasMessageContaining("expected: event loops with EpollIoHandler");
        RpcClientBuilder auto = RpcClientBuilder.create().eventLoopGroup(none);
        assertThatThrownBy(auto::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NioIoHandler");
        nio.shutdownGracefully().sync();
        none.shutdownGracefully().sync();
    }

    @Test
    void borrowedAllocator_isUsedAndStaysOpen() throws Exception {
        MemoryLedger ledger = MemoryLedger.unbounded();
        try (FrameAllocator allocator = Codecs.load("safe").newAllocator(ledger)) {
            try (Pair pair = new Pair(
                    Variant.NIO_SAFE, server -> server.allocator(allocator), client -> client.allocator(allocator))) {
                assertThat(pair.server.ledger()).isSameAs(ledger);
                assertThat(pair.call(Echo.ON_WORKERS, Echo.number(7)).reply()).startsWith(7);
            }
            allocator.directBuffer(100).release();
        }
    }

    @Test
    void borrowedAllocator_ofAnotherCodec_isRefused() {
        try (FrameAllocator allocator = Codecs.load("unsafe").newAllocator(MemoryLedger.unbounded())) {
            RpcServerBuilder builder = Variant.NIO_SAFE.server().allocator(allocator);
            assertThatThrownBy(builder::start)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected: one that codec safe made");
        }
    }

    @Test
    void inProcess_betweenTwoCodecs_carriesCalls() throws Exception {
        try (Pair pair = new Pair(Variant.IN_PROCESS_SAFE, server -> server, client -> client.codec("unsafe"))) {
            assertThat(pair.call(Echo.ON_WORKERS, Echo.number(7)).reply()).startsWith(7);
        }
    }

    @Test
    void explanation_namesWhatIsBetter() {
        assertThat(Transport.NIO.explained()).startsWith("nio; io_uring").contains("; epoll");
        assertThat(Transport.IN_PROCESS.explained()).isEqualTo("in-process");
        assertThat(Family.text(InetSocketAddress.createUnresolved("host", 1))).isEqualTo("host:1");
    }

    private static RpcServerBuilder unix(Path file) {
        return RpcServerBuilder.create().listenOn(UnixDomainSocketAddress.of(file));
    }
}
