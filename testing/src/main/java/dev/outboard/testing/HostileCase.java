package dev.outboard.testing;

import dev.outboard.codec.WireReader;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Bytes that no honest peer sends, and a read that has to refuse them, in the words that {@code hostile.golden} has. */
record HostileCase(String name, byte[] message, Consumer<WireReader> read) {
    static final Golden GOLDEN = Golden.of(HostileCase.class, "hostile.golden");

    static List<HostileCase> all() {
        return Stream.of(varints(), lengths(), tags(), groups(), strings())
                .flatMap(cases -> cases)
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }

    private static Stream<HostileCase> varints() {
        return Stream.of(
                of("varint-cut-off-at-once", "08", CodecRows::skipAll),
                of("varint-cut-off", "08ffff", CodecRows::skipAll),
                of("varint-cut-off-after-9", "08" + "ff".repeat(9), CodecRows::skipAll),
                of("varint-of-11-bytes", "08" + "ff".repeat(10) + "01", CodecRows::skipAll),
                of("varint-of-11-bytes-all-zero", "08" + "80".repeat(10) + "00", CodecRows::skipAll),
                of("varint-of-10-bytes-not-ended", "08" + "ff".repeat(10), CodecRows::skipAll),
                of("varint32-of-11-bytes", "ff".repeat(10) + "01", WireReader::readVarint32),
                of("bool-cut-off", "80", WireReader::readBool),
                of("zigzag-cut-off", "8080", WireReader::readZigZag64),
                of("varint-of-nothing", "", WireReader::readVarint64));
    }

    private static Stream<HostileCase> lengths() {
        return Stream.of(
                of("length-past-the-end", "0a05" + "00".repeat(4), CodecRows::skipAll),
                of("length-past-the-end-by-far", "0aff7f00", CodecRows::skipAll),
                of("length-of-2^31-1", "0affffffff07", CodecRows::skipAll),
                of("length-of-minus-1", "0affffffff0f", CodecRows::skipAll),
                of("length-of-minus-1-in-10-bytes", "0a" + "ff".repeat(9) + "01", CodecRows::skipAll),
                of("length-of-minus-2^31", "0a8080808008", CodecRows::skipAll),
                of("length-cut-off", "0a80", CodecRows::skipAll),
                of("length-missing", "0a", CodecRows::skipAll),
                of("length-asked-for", "05ffff", WireReader::readLength),
                of("fixed32-cut-off", "0d000000", CodecRows::skipAll),
                of("fixed64-cut-off", "0900000000000000", CodecRows::skipAll),
                of("fixed32-of-nothing", "", WireReader::readFixed32),
                of("fixed64-read-cut-off", "00".repeat(7), WireReader::readFixed64),
                of("skip-past-the-end", "0000", in -> in.skip(3)));
    }

    private static Stream<HostileCase> tags() {
        return Stream.of(
                of("field-number-0", "0001", CodecRows::skipAll),
                of("field-number-0-of-type-2", "020141", CodecRows::skipAll),
                of("field-number-0-in-10-bytes", "80".repeat(9) + "00", CodecRows::skipAll),
                of("field-number-0-below-high-bits", "808080801000", CodecRows::skipAll),
                of("wire-type-6", "0e00", CodecRows::skipAll),
                of("wire-type-7", "0f00", CodecRows::skipAll),
                of("wire-type-7-of-a-later-field", "0801" + "1f", CodecRows::skipAll),
                of("tag-cut-off", "0801" + "88", CodecRows::skipAll),
                of("tag-of-11-bytes", "88" + "80".repeat(9) + "00", CodecRows::skipAll));
    }

    private static Stream<HostileCase> groups() {
        return Stream.of(
                of("group-end-without-start", "0c", CodecRows::skipAll),
                of("group-end-of-another-field", "0b14", CodecRows::skipAll),
                of("group-without-end", "0b0801", CodecRows::skipAll),
                of("group-end-inside-a-length", "0a010c0c", CodecRows::skipAll),
                of("groups-101-deep", "0b".repeat(101) + "0c".repeat(101), CodecRows::skipAll),
                of("groups-100000-deep", "0b".repeat(100_000), CodecRows::skipAll),
                of("groups-crossed", "0b130c14", CodecRows::skipAll),
                of("wire-type-7-in-a-group", "0b0f", CodecRows::skipAll),
                of("length-past-the-end-in-a-group", "0b12070c", CodecRows::skipAll));
    }

    private static Stream<HostileCase> strings() {
        return Stream.of(
                utf8("continuation-first", "80"),
                utf8("lead-cut-off", "41c3"),
                utf8("overlong-2", "c080"),
                utf8("overlong-3", "e09fbf"),
                utf8("surrogate", "eda080"),
                utf8("overlong-4", "f08fbfbf"),
                utf8("past-10ffff", "f4908080"),
                utf8("lead-f5", "f5808080"),
                utf8("second-of-3-wrong", "e241ac"),
                utf8("third-of-3-wrong", "e28241"),
                utf8("fourth-of-4-wrong", "f09f9841"),
                utf8("behind-eight-ascii-bytes", "41".repeat(8) + "ff"),
                utf8("cut-off-where-the-message-goes-on", "41".repeat(15) + "e2"));
    }

    /** The message has a well-formed tail behind the string, which must not be taken for a part of it. */
    private static HostileCase utf8(String name, String hex) {
        int length = hex.length() / 2;
        return of("utf8-" + name, String.format("0a%02x%s82ac", length, hex), in -> {
            in.readTag();
            in.checkUtf8(in.position() + 1, in.readLength());
        });
    }

    private static HostileCase of(String name, String hex, Consumer<WireReader> read) {
        return new HostileCase(name, HexFormat.of().parseHex(hex), read);
    }
}
