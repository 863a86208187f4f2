package dev.outboard.bench.codec;

import dev.outboard.bench.run.Jdk;
import java.util.Arrays;
import java.util.List;

/** A library in the codec benchmark. */
public enum Contender {
    OUTBOARD_UNSAFE("outboard-unsafe", "", "OutboardPeer", true, List.of("-Dpeer.codec=unsafe")),
    OUTBOARD_SAFE("outboard-safe", "", "OutboardPeer", true, List.of("-Dpeer.codec=safe")),
    /** The safe codec in a JVM that has used the Unsafe one as well: what the JIT's one implementation is worth. */
    OUTBOARD_SAFE_BOTH(
            "outboard-safe-both", "", "OutboardPeer", true, List.of("-Dpeer.codec=safe", "-Dpeer.both=true")),
    /** The safe codec on memory from FFM arenas: what it costs to give slabs back at once. */
    OUTBOARD_SAFE_ARENA(
            "outboard-safe-arena",
            "",
            "OutboardPeer",
            true,
            List.of("-Dpeer.codec=safe", "-Doutboard.safe.memory=arena")),
    PROTOBUF("protobuf-java-4.36.2", "protobuf", "protobuf.ProtobufPeer", false, List.of()),
    PROTOBUF_433("protobuf-java-4.33.0", "protobuf-433", "protobuf.ProtobufPeer", false, List.of()),
    KRYO("kryo-5.6.2", "kryo", "kryo.KryoPeer", false, List.of()),
    FORY("fory-1.6.0", "fory", "fory.ForyPeer", false, List.of()),
    FLATBUFFERS("flatbuffers-25.2.10", "flatbuffers", "flatbuffers.FlatbuffersPeer", true, List.of()),
    QUICKBUF("quickbuffers-1.4", "quickbuf", "quickbuf.QuickbufPeer", true, List.of()),
    SBE("sbe-1.38.1", "sbe", "sbe.SbePeer", true, List.of()),
    /** The same without the bounds checks that Agrona makes otherwise. */
    SBE_UNCHECKED("sbe-1.38.1-unchecked", "sbe", "sbe.SbePeer", true, List.of("-Dagrona.disable.bounds.checks=true"));

    private static final String PACKAGE = "dev.outboard.bench.peers.";

    private final String id;
    private final String folder;
    private final String type;
    private final boolean readsWithoutStrings;
    private final List<String> flags;

    Contender(String id, String folder, String type, boolean readsWithoutStrings, List<String> flags) {
        this.id = id;
        this.folder = folder;
        this.type = type;
        this.readsWithoutStrings = readsWithoutStrings;
        this.flags = flags;
    }

    /** The name on the command line and in reports. */
    public String id() {
        return id;
    }

    /** The contender called {@code id}. */
    public static Contender of(String id) {
        return Arrays.stream(values())
                .filter(contender -> contender.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("contender: " + id + " (expected: one of "
                        + String.join(
                                ", ", Arrays.stream(values()).map(Contender::id).toList()) + ")"));
    }

    /** Its folder below {@code bench/peers}; empty for ours, which come with the product. */
    String folder() {
        return folder;
    }

    /** Whether a JDK has what it needs. */
    boolean runsOn(Jdk jdk) {
        return this != OUTBOARD_SAFE_ARENA || jdk.feature() >= 22;
    }

    boolean isOurs() {
        return folder.isEmpty();
    }

    /** Name of the class that opens it. */
    String factory() {
        return PACKAGE + type + "$Factory";
    }

    /** JVM flags of its own. */
    List<String> flags() {
        return flags;
    }

    /** Whether it takes part in an operation. */
    boolean does(Operation operation) {
        return operation != Operation.DECODE_NO_STRINGS || readsWithoutStrings;
    }
}
