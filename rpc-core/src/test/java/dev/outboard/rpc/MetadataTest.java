package dev.outboard.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {
    @Test
    void values_areFoundByTheirKeys() {
        Metadata metadata = Metadata.builder()
                .text("tenant", "ä")
                .bytes("token", new byte[] {0, -1})
                .text("tenant", "b")
                .build();
        assertThat(metadata.text("tenant")).isEqualTo("ä");
        assertThat(metadata.texts("tenant")).containsExactly("ä", "b");
        assertThat(metadata.bytes("token")).containsExactly(0, -1);
        assertThat(metadata.text("token")).isNull();
        assertThat(metadata.bytes("tenan")).isNull();
        assertThat(metadata.keys()).containsExactly("tenant", "token", "tenant");
    }

    @Test
    void encoding_isReadBack() {
        Metadata metadata =
                Metadata.builder().text("a", "").bytes("b", new byte[300]).build();
        assertThat(Metadata.parse(metadata.encode())).isEqualTo(metadata).hasSameHashCodeAs(metadata);
        assertThat(metadata.toBuilder().text("c", "d").build().text("c")).isEqualTo("d");
        assertThat(Metadata.parse(new byte[0])).isSameAs(Metadata.EMPTY);
    }

    @Test
    void encoding_isTheDocumentsExample() {
        assertThat(HexFormat.of().formatHex(Metadata.of("a", "hi").encode())).isEqualTo("016100026869");
    }

    @Test
    void text_showsNoValues() {
        assertThat(Metadata.of("authorization", "secret")).hasToString("Metadata[authorization]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a b", "ä", "a:"})
    void key_ofOtherCharacters_isRefused(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metadata.of(key, ""))
                .withMessageContaining("metadata key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "a\0", "\u007f"})
    void text_withAControlCharacter_isRefused(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metadata.of("a", value))
                .withMessageContaining("control character");
    }

    @Test
    void metadata_isBounded() {
        byte[] most = new byte[Metadata.MAX_BYTES - 4];
        assertThat(Metadata.builder().bytes("a", most).build().encodedBytes()).isEqualTo(Metadata.MAX_BYTES);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metadata.builder().bytes("ab", most))
                .withMessageContaining("16001 bytes");
        Metadata.Builder many = Metadata.builder();
        for (int i = 0; i < Metadata.MAX_ENTRIES; i++) {
            many.text("a", "");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> many.text("a", ""))
                .withMessageContaining("entries");
        assertThatIllegalArgumentException().isThrownBy(() -> Metadata.builder().text("a".repeat(128), ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"01", "0161", "016100", "01610001", "00610000", "0141" + "0000", "0161" + "0001ff", "016100010a"
            })
    void encoding_thatIsIllFormed_isRefused(String hex) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metadata.parse(HexFormat.of().parseHex(hex)))
                .withMessageContaining("metadata");
    }

    @Test
    void encoding_cutAnywhere_isRefusedOrAPrefix() {
        byte[] whole = Metadata.builder()
                .text("key", "value")
                .bytes("k", new byte[5])
                .build()
                .encode();
        int first = Metadata.of("key", "value").encodedBytes();
        for (int cut = 1; cut < whole.length; cut++) {
            byte[] part = Arrays.copyOf(whole, cut);
            if (cut == first) {
                assertThat(Metadata.parse(part).keys()).hasSize(1);
            } else {
                assertThatIllegalArgumentException().isThrownBy(() -> Metadata.parse(part));
            }
        }
    }
}
