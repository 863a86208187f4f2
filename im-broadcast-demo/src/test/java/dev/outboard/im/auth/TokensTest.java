package dev.outboard.im.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
    private static final String SECRET = "a secret of thirty-two bytes, or more";
    private static final String OTHER = "another secret of more than 32 bytes!";
    private static final long NOW = 1_790_000_000;
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    private final Tokens tokens = new Tokens(Secrets.of(List.of(SECRET)));

    @Test
    void token_saysWhatWasSigned() throws TokenException {
        GroupSet read = GroupSet.of(List.of("1", "5-9"));
        Claims claims = new Claims(-1, NOW + 60, read, GroupSet.of(List.of("1")), false);
        Claims read2 = verify(tokens.sign(claims));
        assertThat(read2.userId()).isEqualTo(-1);
        assertThat(read2.expiresAtSeconds()).isEqualTo(NOW + 60);
        assertThat(read2.read()).hasToString("1,5-9");
        assertThat(read2.publish()).hasToString("1");
        assertThat(read2.direct()).isFalse();
    }

    /** As any library makes it: nothing here is ours but the claims' names. */
    @Test
    void tokenOfAnotherMaker_isUnderstood() throws Exception {
        Claims claims = verify(jwt(HEADER, "{\"iss\":\"app\",\"sub\":42,\"exp\":1790000001,\"read\":[7]}", SECRET));
        assertThat(claims.userId()).isEqualTo(42);
        assertThat(claims.read().contains(7)).isTrue();
        assertThat(claims.publish().patterns()).isEmpty();
        assertThat(claims.direct()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"sub\":\"1\",\"exp\":1790000000} | exp: past",
                "{\"sub\":\"1\"} | exp: not there",
                "{\"sub\":\"1\",\"exp\":\"1790000001\"} | exp: not there",
                "{\"sub\":\"1\",\"exp\":1e300} | exp: not there",
                "{\"sub\":\"1\",\"exp\":1790000001,\"nbf\":1790000001} | nbf: not yet",
                "{\"exp\":1790000001} | sub: not there",
                "{\"sub\":\"ann\",\"exp\":1790000001} | sub: no number",
                "{\"sub\":\"1\",\"exp\":1790000001,\"read\":\"7\"} | read: no array",
                "{\"sub\":\"1\",\"exp\":1790000001,\"publish\":[\"9-7\"]} | publish: group pattern",
                "{\"sub\":\"1\",\"sub\":\"2\",\"exp\":1790000001} | claims: no JSON",
                "{\"sub\":\"1\",\"exp\":1790000001}x | claims: no JSON",
                "[] | claims: another value",
            })
    void claimsThatAreNotGood_areRefused(String claims, String reason) throws Exception {
        String token = jwt(HEADER, claims, SECRET);
        assertThatThrownBy(() -> verify(token))
                .isInstanceOf(TokenException.class)
                .hasMessageStartingWith(reason)
                .hasMessageContaining("(expected: ");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"{\"alg\":\"none\"}", "{\"alg\":\"HS512\"}", "{}"})
    void otherAlgorithms_areRefused(String header) throws Exception {
        String token = jwt(header, "{\"sub\":\"1\",\"exp\":1790000001}", SECRET);
        assertThatThrownBy(() -> verify(token)).hasMessageStartingWith("header: another algorithm");
    }

    @Test
    void changedTokens_areRefused() {
        String token = tokens.sign(new Claims(1, NOW + 60, GroupSet.ALL, GroupSet.ALL, true));
        // The last character of a signature has bits that are no part of it.
        IntStream.range(0, token.length() - 1).forEach(i -> {
            char changed = token.charAt(i) == 'A' ? 'B' : 'A';
            String forged = token.substring(0, i) + changed + token.substring(i + 1);
            assertThatThrownBy(() -> verify(forged)).as("at %s", i).isInstanceOf(TokenException.class);
        });
    }

    @ParameterizedTest
    @CsvSource({"''", "a", "a.b", "a.b.c.d", "..", "a.b.$"})
    void whatIsNoToken_isRefused(String token) {
        assertThatThrownBy(() -> verify(token)).isInstanceOf(TokenException.class);
    }

    @Test
    void secretsMayBeReplaced_whileOldTokensAreOut(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("secrets"), OTHER + "\n\n  " + SECRET + "  \n");
        Tokens both = new Tokens(Secrets.read(file));
        String old = tokens.sign(new Claims(1, NOW + 60, GroupSet.ALL, GroupSet.ALL, true));
        assertThat(both.verify(old.getBytes(StandardCharsets.US_ASCII), NOW).userId())
                .isEqualTo(1);
        String fresh = both.sign(new Claims(1, NOW + 60, GroupSet.ALL, GroupSet.ALL, true));
        assertThatThrownBy(() -> verify(fresh)).hasMessageStartingWith("signature: wrong");
    }

    @Test
    void secretsThatAreTooShort_areRefused(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("secrets"), "short\n");
        assertThatThrownBy(() -> Secrets.read(file)).hasMessage(file + ": secret: 5 bytes (expected: at least 32)");
        assertThatThrownBy(() -> Secrets.of(List.of())).hasMessage("secrets: 0 (expected: at least 1)");
    }

    @Test
    void tokenThatIsTooLong_isNotMade() {
        GroupSet many = GroupSet.of(Collections.nCopies(500, "1000-2000"));
        assertThatThrownBy(() -> tokens.sign(new Claims(1, NOW, many, GroupSet.NONE, true)))
                .hasMessageEndingWith("(expected: at most 2048; ranges are short)");
    }

    private Claims verify(String token) throws TokenException {
        return tokens.verify(token.getBytes(StandardCharsets.ISO_8859_1), NOW);
    }

    private static String jwt(String header, String claims, String secret) throws GeneralSecurityException {
        String signed =
                base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
