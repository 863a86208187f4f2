package dev.outboard.bench.peers.sofabolt;

import com.alipay.remoting.DefaultCustomSerializer;
import com.alipay.remoting.InvokeContext;
import com.alipay.remoting.rpc.RequestCommand;
import com.alipay.remoting.rpc.ResponseCommand;
import com.alipay.remoting.rpc.protocol.RpcRequestCommand;
import com.alipay.remoting.rpc.protocol.RpcResponseCommand;

/** An array is its own content: nothing of Hessian's is around it, and nothing is copied. */
final class Bytes extends DefaultCustomSerializer {
    /** What SOFABolt calls an array of bytes. */
    static final String TYPE = byte[].class.getName();

    @Override
    public <T extends RequestCommand> boolean serializeContent(T request, InvokeContext context) {
        request.setContent((byte[]) ((RpcRequestCommand) request).getRequestObject());
        return true;
    }

    @Override
    public <T extends RequestCommand> boolean deserializeContent(T request) {
        ((RpcRequestCommand) request).setRequestObject(request.getContent());
        return true;
    }

    @Override
    public <T extends ResponseCommand> boolean serializeContent(T response) {
        response.setContent((byte[]) ((RpcResponseCommand) response).getResponseObject());
        return true;
    }

    @Override
    public <T extends ResponseCommand> boolean deserializeContent(T response, InvokeContext context) {
        ((RpcResponseCommand) response).setResponseObject(response.getContent());
        return true;
    }
}
