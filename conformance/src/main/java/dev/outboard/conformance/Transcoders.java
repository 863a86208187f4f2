package dev.outboard.conformance;

import com.google.protobuf_test_messages.edition2023.TestAllTypesEdition2023Decoder;
import com.google.protobuf_test_messages.edition2023.TestAllTypesEdition2023Encoder;
import com.google.protobuf_test_messages.editions.proto2.TestMessagesProto2EditionsOutboard;
import com.google.protobuf_test_messages.editions.proto3.TestMessagesProto3EditionsOutboard;
import com.google.protobuf_test_messages.proto2.TestMessagesProto2Outboard;
import com.google.protobuf_test_messages.proto3.TestMessagesProto3Outboard;
import java.util.Map;

/** The message types that the runner asks for. */
final class Transcoders {
    private Transcoders() {}

    static Map<String, Testee.Transcoder> all() {
        return Map.of(
                "protobuf_test_messages.proto2.TestAllTypesProto2", proto2(),
                "protobuf_test_messages.proto3.TestAllTypesProto3", proto3(),
                "protobuf_test_messages.editions.proto2.TestAllTypesProto2", editionsProto2(),
                "protobuf_test_messages.editions.proto3.TestAllTypesProto3", editionsProto3(),
                "protobuf_test_messages.editions.TestAllTypesEdition2023", edition2023());
    }

    private static Testee.Transcoder proto2() {
        var decoder = new TestMessagesProto2Outboard.TestAllTypesProto2Decoder();
        var encoder = new TestMessagesProto2Outboard.TestAllTypesProto2Encoder();
        return (in, out) -> encoder.wrap(out).copyFrom(decoder.wrap(in));
    }

    private static Testee.Transcoder proto3() {
        var decoder = new TestMessagesProto3Outboard.TestAllTypesProto3Decoder();
        var encoder = new TestMessagesProto3Outboard.TestAllTypesProto3Encoder();
        return (in, out) -> encoder.wrap(out).copyFrom(decoder.wrap(in));
    }

    private static Testee.Transcoder editionsProto2() {
        var decoder = new TestMessagesProto2EditionsOutboard.TestAllTypesProto2Decoder();
        var encoder = new TestMessagesProto2EditionsOutboard.TestAllTypesProto2Encoder();
        return (in, out) -> encoder.wrap(out).copyFrom(decoder.wrap(in));
    }

    private static Testee.Transcoder editionsProto3() {
        var decoder = new TestMessagesProto3EditionsOutboard.TestAllTypesProto3Decoder();
        var encoder = new TestMessagesProto3EditionsOutboard.TestAllTypesProto3Encoder();
        return (in, out) -> encoder.wrap(out).copyFrom(decoder.wrap(in));
    }

    private static Testee.Transcoder edition2023() {
        var decoder = new TestAllTypesEdition2023Decoder();
        var encoder = new TestAllTypesEdition2023Encoder();
        return (in, out) -> encoder.wrap(out).copyFrom(decoder.wrap(in));
    }
}
