package dev.outboard.rpc.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import java.util.ArrayList;
import java.util.List;

/** What a handler heard. */
final class CallEnd implements ReplyHandler {
    static final String REPLY = "reply";

    final List<Object> heard = new ArrayList<>();

    @Override
    public void onReply(WireReader reply) {
        heard.add(REPLY);
    }

    @Override
    public void onFailure(Status status) {
        heard.add(status);
    }

    void assertReplied() {
        assertThat(heard).containsExactly(REPLY);
    }

    void assertFailed(StatusCode code, boolean notProcessed) {
        assertThat(heard).hasSize(1);
        Status status = (Status) heard.get(0);
        assertThat(status.code()).isEqualTo(code);
        assertThat(status.notProcessed()).isEqualTo(notProcessed);
    }

    void assertOpen() {
        assertThat(heard).isEmpty();
    }
}
