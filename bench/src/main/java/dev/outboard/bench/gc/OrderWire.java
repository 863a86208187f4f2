package dev.outboard.bench.gc;

import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;

/** Writes and reads an {@link Order}, field by field: the same code, and the same bytes, in every arm. */
final class OrderWire {
    private static final int ID = Wire.tag(1, Wire.FIXED64);
    private static final int UID = Wire.tag(2, Wire.VARINT);
    private static final int ITEM = Wire.tag(3, Wire.LENGTH_DELIMITED);
    private static final int MEMO = Wire.tag(4, Wire.LENGTH_DELIMITED);
    private static final int BODY = Wire.tag(5, Wire.LENGTH_DELIMITED);
    private static final int SKU = Wire.tag(1, Wire.VARINT);
    private static final int QUANTITY = Wire.tag(2, Wire.VARINT);
    private static final int PRICE = Wire.tag(3, Wire.VARINT);
    private static final int NAME = Wire.tag(4, Wire.LENGTH_DELIMITED);

    private OrderWire() {}

    static void write(Order order, WireWriter out) {
        out.writeTag(ID);
        out.writeFixed64(order.id);
        out.writeTag(UID);
        out.writeVarint64(order.uid);
        for (Order.Item item : order.items) {
            out.writeTag(ITEM);
            int mark = out.beginMessage();
            out.writeTag(SKU);
            out.writeVarint64(item.sku);
            out.writeTag(QUANTITY);
            out.writeInt32(item.quantity);
            out.writeTag(PRICE);
            out.writeZigZag64(item.price);
            out.writeTag(NAME);
            out.writeUtf8(item.name);
            out.endMessage(mark);
        }
        out.writeTag(MEMO);
        out.writeUtf8(order.memo);
        out.writeTag(BODY);
        out.writeBytes(order.body, 0, order.body.length);
    }

    static Order read(WireReader in) {
        Order order = new Order();
        int items = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == ITEM && items < Order.ITEMS) {
                order.items[items++] = readItem(in);
            } else if (tag == ID) {
                order.id = in.readFixed64();
            } else if (tag == UID) {
                order.uid = in.readVarint64();
            } else if (tag == MEMO) {
                order.memo = readText(in);
            } else if (tag == BODY) {
                order.body = readBytes(in);
            } else {
                in.skipField(tag);
            }
        }
        return order;
    }

    private static Order.Item readItem(WireReader in) {
        Order.Item item = new Order.Item();
        int length = in.readLength();
        int end = in.position() + length;
        while (in.position() < end) {
            int tag = in.readTag();
            if (tag == SKU) {
                item.sku = in.readVarint64();
            } else if (tag == QUANTITY) {
                item.quantity = in.readVarint32();
            } else if (tag == PRICE) {
                item.price = in.readZigZag64();
            } else if (tag == NAME) {
                item.name = readText(in);
            } else {
                in.skipField(tag);
            }
        }
        return item;
    }

    private static String readText(WireReader in) {
        int length = in.readLength();
        int offset = in.position();
        in.checkUtf8(offset, length);
        in.skip(length);
        return in.utf8At(offset, length);
    }

    private static byte[] readBytes(WireReader in) {
        int length = in.readLength();
        byte[] bytes = new byte[length];
        in.bytesAt(in.position(), bytes, 0, length);
        in.skip(length);
        return bytes;
    }
}
