package dev.outboard.im.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks tokens: JSON Web Tokens, signed with HMAC-SHA256 (HS256), so that an application can make them with
 * whatever library it has. Any thread.
 *
 * <pre>
 * {"sub":"42", "exp":1790000000, "read":["7","100-199"], "publish":["7"], "direct":true}
 * </pre>
 *
 * {@code sub} and {@code exp} have to be there. Without {@code read} or {@code publish} there is no such right; without
 * {@code direct} there is. {@code nbf}, where it is there, is kept to. Other claims are of no account.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7519">RFC 7519</a>
 */
public final class Tokens {
    /** The longest token, in bytes: what the handshake has room for. */
    public static final int MAX_BYTES = 2_048;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final String HEADER = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));

    private final Secrets secrets;

    public Tokens(Secrets secrets) {
        this.secrets = secrets;
    }

    /**
     * A token that says {@code claims}.
     *
     * @throws IllegalArgumentException where it would be over {@link #MAX_BYTES} bytes
     */
    public String sign(Claims claims) {
        ObjectNode payload = JSON.createObjectNode();
        payload.put("sub", Long.toUnsignedString(claims.userId()));
        payload.put("exp", claims.expiresAtSeconds());
        addAll(payload.putArray("read"), claims.read());
        addAll(payload.putArray("publish"), claims.publish());
        payload.put("direct", claims.direct());
        String signed = HEADER + "." + encode(payload.toString().getBytes(StandardCharsets.UTF_8));
        String token = signed + "." + encode(mac(secrets.signing(), signed));
        if (token.length() > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "token: " + token.length() + " bytes (expected: at most " + MAX_BYTES + "; ranges are short)");
        }
        return token;
    }

    /**
     * What a token says, once its signature and its time have been checked.
     *
     * @throws TokenException where it is not accepted
     */
    public Claims verify(byte[] token, long nowSeconds) throws TokenException {
        if (token.length == 0 || token.length > MAX_BYTES) {
            throw new TokenException("token: " + token.length + " bytes (expected: 1 to " + MAX_BYTES + ")");
        }
        String text = new String(token, StandardCharsets.ISO_8859_1);
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first < 0 || second < 0 || text.indexOf('.', second + 1) >= 0) {
            throw new TokenException("token: not in three parts (expected: header, claims and signature)");
        }
        // The signature first: what nobody has signed is not parsed.
        checkSignature(text.substring(0, second), decode("signature", text.substring(second + 1)));
        checkHeader(json("header", text.substring(0, first)));
        return claims(json("claims", text.substring(first + 1, second)), nowSeconds);
    }

    private void checkSignature(String signed, byte[] signature) throws TokenException {
        boolean good = false;
        for (SecretKeySpec key : secrets.all()) {
            good |= MessageDigest.isEqual(mac(key, signed), signature);
        }
        if (!good) {
            throw new TokenException("signature: wrong (expected: by one of the server's secrets)");
        }
    }

    private static void checkHeader(JsonNode header) throws TokenException {
        if (!header.path("alg").asText().equals("HS256") || header.has("crit")) {
            throw new TokenException("header: another algorithm (expected: HS256, and no crit)");
        }
    }

    private static Claims claims(JsonNode payload, long nowSeconds) throws TokenException {
        JsonNode expiry = payload.path("exp");
        if (!expiry.isNumber() || !expiry.canConvertToLong()) {
            throw new TokenException("exp: not there, or no number (expected: seconds since 1970)");
        }
        if (nowSeconds >= expiry.asLong()) {
            throw new TokenException("exp: past (expected: a token that is still good)");
        }
        JsonNode notBefore = payload.path("nbf");
        if (!notBefore.isMissingNode() && (!notBefore.isNumber() || nowSeconds < notBefore.asLong())) {
            throw new TokenException("nbf: not yet (expected: a token that is good already)");
        }
        return new Claims(
                user(payload.path("sub")),
                expiry.asLong(),
                groups("read", payload.get("read")),
                groups("publish", payload.get("publish")),
                payload.path("direct").asBoolean(true));
    }

    private static long user(JsonNode subject) throws TokenException {
        try {
            if (subject.isTextual() || subject.isIntegralNumber()) {
                return Long.parseUnsignedLong(subject.asText());
            }
        } catch (NumberFormatException e) {
            throw new TokenException("sub: no number (expected: the user's, 0 to 18446744073709551615)");
        }
        throw new TokenException("sub: not there (expected: the user's number)");
    }

    private static GroupSet groups(String claim, @Nullable JsonNode patterns) throws TokenException {
        if (patterns == null) {
            return GroupSet.NONE;
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode pattern : patterns) {
            texts.add(pattern.asText());
        }
        try {
            if (patterns.isArray()) {
                return GroupSet.of(texts);
            }
        } catch (IllegalArgumentException e) {
            throw new TokenException(claim + ": " + e.getMessage());
        }
        throw new TokenException(claim + ": no array (expected: an array of patterns)");
    }

    private static JsonNode json(String part, String text) throws TokenException {
        try {
            JsonNode node = JSON.readTree(decode(part, text));
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw new TokenException(part + ": no JSON (expected: an object)");
        } catch (IOException e) {
            throw new TokenException(part + ": cannot be read (expected: UTF-8)");
        }
        throw new TokenException(part + ": another value (expected: an object)");
    }

    private static byte[] decode(String part, String text) throws TokenException {
        try {
            return DECODER.decode(text);
        } catch (IllegalArgumentException e) {
            throw new TokenException(part + ": no base64url (expected: without padding)");
        }
    }

    private static void addAll(ArrayNode array, GroupSet groups) {
        groups.patterns().forEach(array::add);
    }

    private static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    private static byte[] mac(SecretKeySpec key, String signed) {
        try {
            Mac mac = Mac.getInstance(Secrets.ALGORITHM);
            mac.init(key);
            return mac.doFinal(signed.getBytes(StandardCharsets.ISO_8859_1));
        } catch (GeneralSecurityException e) {
            // Every JDK has to have this algorithm.
            throw new IllegalStateException(Secrets.ALGORITHM + ": not there (expected: in every JDK)", e);
        }
    }
}
