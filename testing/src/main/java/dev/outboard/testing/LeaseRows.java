package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.codec.Lease;
import dev.outboard.codec.Utf8View;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.spi.CodecProvider;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that outlive the call which delivered them, and what is used after its release. */
abstract class LeaseRows extends CodecRows {
    private static final byte[] MESSAGE = {1, 2, 3, 4, 5, 6, 7, 8, 9};

    LeaseRows(CodecProvider codec) {
        super(codec);
    }

    @ParameterizedTest
    @EnumSource
    void lease_outlivesTheCall(FrameKind kind) {
        Lease[] lease = new Lease[1];
        read(kind, MESSAGE, in -> lease[0] = in.retain());
        assertThat(lease[0].reader().length()).isEqualTo(MESSAGE.length);
        assertThat(lease[0].reader().fixed64At(1)).isEqualTo(0x0908_0706_0504_0302L);
        lease[0].close();
        assertThat(ledger.usedBytes()).isZero();
    }

    @Test
    void lease_isUsedAndClosedOnAnotherThread() {
        Lease[] lease = new Lease[1];
        read(MESSAGE, in -> lease[0] = in.retain());
        long read = CompletableFuture.supplyAsync(() -> {
                    long value = lease[0].reader().readFixed64();
                    lease[0].close();
                    return value;
                })
                .join();
        assertThat(read).isEqualTo(0x0807_0605_0403_0201L);
        assertThat(ledger.usedBytes()).isZero();
    }

    @Test
    void lease_ofALease_standsOnItsOwn() {
        Lease[] lease = new Lease[2];
        read(MESSAGE, in -> lease[0] = in.retain());
        lease[1] = lease[0].reader().retain();
        lease[0].close();
        assertThat(lease[1].reader().byteAt(8)).isEqualTo(9);
        assertThat(ledger.usedBytes()).isPositive();
        lease[1].close();
        assertThat(ledger.usedBytes()).isZero();
    }

    @Test
    void lease_closedTwice_isRefusedAndReleasesOnce() {
        Lease[] lease = new Lease[1];
        read(MESSAGE, in -> lease[0] = in.retain());
        lease[0].close();
        assertThatThrownBy(lease[0]::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("lease: closed before (expected: closed once)");
        assertThat(ledger.usedBytes()).isZero();
    }

    @Test
    void reader_ofAClosedLease_isRefused() {
        Lease[] lease = new Lease[1];
        read(MESSAGE, in -> lease[0] = in.retain());
        WireReader kept = lease[0].reader();
        lease[0].close();
        assertThatThrownBy(() -> kept.byteAt(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(kept::retain).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void view_afterTheRelease_isRefusedAndSaysByWhom() {
        Utf8View view = new Utf8View();
        read(MESSAGE, in -> view.wrap(in, 0, 3));
        assertThatThrownBy(() -> view.byteAt(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("used after its release, by " + Thread.currentThread())
                .hasMessageContaining("-Doutboard.codec.checks=trace");
        assertThatThrownBy(view::hashCode).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void view_ofAnEarlierMessage_isRefused() {
        Utf8View view = new Utf8View();
        read(MESSAGE, in -> view.wrap(in, 0, 3));
        ByteBuf frame = frames.buffer(16).writeZero(16);
        reader.attach(frame, 0, 16);
        assertThatThrownBy(() -> view.byteAt(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("regions ago");
        reader.detach();
        frame.release();
    }
}
