package dev.outboard.im.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Time limits of a WebSocket, on the embedded channel's clock. */
@SuppressWarnings("FutureReturnValueIgnored") // of what the embedded channel has done already
class SocketEndTest {
    private final SocketEnd end = new SocketEnd(true, 1_000);
    private final EmbeddedChannel channel = new EmbeddedChannel(end.meter(), end);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void silence_isAskedAbout_andThenEnded() {
        ticks(1); // the socket's own opening counts as a byte
        ticks(2);
        assertThat(sent()).isNull();
        ticks(1);
        assertThat(sent()).isEqualTo(PingWebSocketFrame.class);
        ticks(1);
        assertThat(channel.isOpen()).isTrue();
        ticks(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void answerToThePing_isEnough() {
        ticks(4);
        assertThat(sent()).isEqualTo(PingWebSocketFrame.class);
        channel.writeInbound(new PongWebSocketFrame());
        ticks(3);
        assertThat(sent()).isNull();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void messageThatIsNotFinished_isGivenUp_whateverComesInBetween() {
        channel.writeInbound(new TextWebSocketFrame(false, 0, "begun"));
        for (int i = 0; i < 3; i++) {
            ticks(1);
            channel.writeInbound(new PingWebSocketFrame());
            assertThat(sent()).isEqualTo(PongWebSocketFrame.class);
        }
        ticks(1);
        assertThat(code()).isEqualTo(1008);
    }

    @Test
    void messageThatIsFinishedInTime_isNotGivenUp() {
        channel.writeInbound(new TextWebSocketFrame(false, 0, "begun"));
        ticks(3);
        channel.writeInbound(new ContinuationWebSocketFrame(true, 0, "and ended"));
        for (int i = 0; i < 5; i++) {
            channel.writeInbound(new PongWebSocketFrame());
            ticks(1);
        }
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void close_waitsASecondForItsAnswer() {
        channel.pipeline().close();
        assertThat(code()).isEqualTo(1000);
        assertThat(channel.isOpen()).isTrue();
        advance(SocketEnd.LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void close_endsWithItsAnswer() {
        end.because(CloseCode.GOING_AWAY, "drained");
        channel.pipeline().close();
        assertThat(code()).isEqualTo(1001);
        channel.writeInbound(new CloseWebSocketFrame(1001, ""));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whatIsWrittenAfterTheClose_isThrownAway() {
        end.fail(CloseCode.POLICY, "enough");
        assertThat(code()).isEqualTo(1008);
        TextWebSocketFrame late = new TextWebSocketFrame("late");
        assertThat(channel.writeAndFlush(late).isSuccess()).isFalse();
        assertThat(late.refCnt()).isZero();
        assertThat(sent()).isNull();
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            advance(SocketEnd.TICK_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void advance(long time, TimeUnit unit) {
        channel.advanceTimeBy(time, unit);
        channel.runPendingTasks();
    }

    /** The type of the next frame that was sent; null where there is none. */
    private @Nullable Class<?> sent() {
        Object frame = channel.readOutbound();
        ReferenceCountUtil.release(frame);
        return frame == null ? null : frame.getClass();
    }

    private int code() {
        CloseWebSocketFrame close = channel.readOutbound();
        int code = close.statusCode();
        close.release();
        return code;
    }
}
