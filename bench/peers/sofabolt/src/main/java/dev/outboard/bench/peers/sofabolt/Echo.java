package dev.outboard.bench.peers.sofabolt;

import com.alipay.remoting.BizContext;
import com.alipay.remoting.rpc.protocol.SyncUserProcessor;

/** Answers on the event loop with what it was given. */
final class Echo extends SyncUserProcessor<byte[]> {
    @Override
    public Object handleRequest(BizContext context, byte[] request) {
        return request;
    }

    @Override
    public boolean processInIOThread() {
        return true;
    }

    @Override
    public String interest() {
        return Bytes.TYPE;
    }
}
