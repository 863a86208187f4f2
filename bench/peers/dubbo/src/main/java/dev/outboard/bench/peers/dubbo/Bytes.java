package dev.outboard.bench.peers.dubbo;

import java.io.InputStream;
import java.io.OutputStream;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.common.serialize.ObjectInput;
import org.apache.dubbo.common.serialize.ObjectOutput;
import org.apache.dubbo.common.serialize.Serialization;

/** Arrays as they are, with their length before them; of Dubbo's own data what one call has. Public, as Dubbo makes it. */
public final class Bytes implements Serialization {
    /** What the file below {@code META-INF/dubbo} calls it. */
    static final String NAME = "bytes";
    /** None of Dubbo's; five bits. */
    private static final byte ID = 29;

    @Override
    public byte getContentTypeId() {
        return ID;
    }

    @Override
    public String getContentType() {
        return "x-application/bytes";
    }

    @Override
    public ObjectOutput serialize(URL url, OutputStream output) {
        return new BytesOutput(output);
    }

    @Override
    public ObjectInput deserialize(URL url, InputStream input) {
        return new BytesInput(input);
    }
}
