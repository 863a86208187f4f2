package dev.outboard.codec;

/** Bytes as they are. Any thread. */
final class BytesCodec implements MessageCodec<byte[]> {
    static final BytesCodec INSTANCE = new BytesCodec();

    private BytesCodec() {}

    @Override
    public void encode(byte[] message, WireWriter out) {
        out.writeRaw(message, 0, message.length);
    }

    @Override
    public byte[] decode(WireReader in) {
        int length = in.remaining();
        // Also fails where the reader's call has ended, and its length is negative.
        in.checkRegion(in.position(), length);
        byte[] message = new byte[length];
        in.bytesAt(in.position(), message, 0, length);
        in.skip(length);
        return message;
    }
}
