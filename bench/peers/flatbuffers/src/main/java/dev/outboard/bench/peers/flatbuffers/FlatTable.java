package dev.outboard.bench.peers.flatbuffers;

import com.google.flatbuffers.Table;
import java.nio.ByteBuffer;

/**
 * A table whose fields are read by their number. flatc generates a method per field that does what these do, with the
 * number's offset as a constant; it cannot be had from the registries in this version, so the calls are written here. The
 * JIT inlines both to the same code.
 */
final class FlatTable extends Table {
    /** Reads another table; also the root of a buffer, at the position that its first four bytes say. */
    FlatTable at(int position, ByteBuffer buffer) {
        __reset(position, buffer);
        return this;
    }

    FlatTable root(ByteBuffer buffer) {
        return at(buffer.getInt(0), buffer);
    }

    int integer(int field) {
        int offset = offset(field);
        return offset == 0 ? 0 : bb.getInt(bb_pos + offset);
    }

    long number(int field) {
        int offset = offset(field);
        return offset == 0 ? 0 : bb.getLong(bb_pos + offset);
    }

    double real(int field) {
        int offset = offset(field);
        return offset == 0 ? 0 : bb.getDouble(bb_pos + offset);
    }

    byte octet(int field) {
        int offset = offset(field);
        return offset == 0 ? 0 : bb.get(bb_pos + offset);
    }

    String text(int field) {
        int offset = offset(field);
        return offset == 0 ? "" : __string(bb_pos + offset);
    }

    /** Length, first and last byte of a text where it lies. */
    long touch(int field) {
        int offset = offset(field);
        return offset == 0 ? 0 : touchAt(bb_pos + offset);
    }

    /** Moves another table to the one in a field. */
    FlatTable table(int field, FlatTable into) {
        return into.at(__indirect(bb_pos + offset(field)), bb);
    }

    int count(int field) {
        int offset = offset(field);
        return offset == 0 ? 0 : __vector_len(offset);
    }

    int integer(int field, int i) {
        return bb.getInt(element(field, i, 4));
    }

    double real(int field, int i) {
        return bb.getDouble(element(field, i, 8));
    }

    String text(int field, int i) {
        return __string(element(field, i, 4));
    }

    /** Generated code has nothing like it: a vector of texts is only to be had as Strings. */
    long touch(int field, int i) {
        return touchAt(element(field, i, 4));
    }

    FlatTable table(int field, int i, FlatTable into) {
        return into.at(__indirect(element(field, i, 4)), bb);
    }

    private long touchAt(int reference) {
        int text = __indirect(reference);
        int length = bb.getInt(text);
        return length == 0 ? 0 : length + bb.get(text + 4) + bb.get(text + 3 + length);
    }

    private int element(int field, int i, int size) {
        return __vector(offset(field)) + i * size;
    }

    private int offset(int field) {
        return __offset(4 + 2 * field);
    }
}
