package dev.outboard.rpc.netty;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and keys from PEM files (RFC 7468), checked as far as can be without a peer: what is wrong with a file is better
 * found now than in every handshake.
 */
final class Pem {
    private static final Pattern SECTION =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String KEY = "PRIVATE KEY";

    private Pem() {}

    /** A key and the certificate that it belongs to, which is the first. */
    record Identity(PrivateKey key, X509Certificate[] chain) {}

    /** Reads both files, and checks that they belong together and that the certificate is valid today. */
    static Identity identity(Path chainFile, Path keyFile) {
        X509Certificate[] chain = certificates(chainFile);
        String algorithm = chain[0].getPublicKey().getAlgorithm();
        try {
            chain[0].checkValidity();
        } catch (GeneralSecurityException e) {
            throw bad(chainFile, String.valueOf(e.getMessage()), "a certificate that is valid today", e);
        }
        PrivateKey key = key(keyFile, algorithm);
        if (!belongTogether(key, chain[0], algorithm)) {
            throw bad(keyFile, "another key", "that of the certificate in " + chainFile, null);
        }
        return new Identity(key, chain);
    }

    /** The certificates of a file, one or more. */
    static X509Certificate[] certificates(Path file) {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (byte[] der : sections(file, CERTIFICATE)) {
                found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
            }
        } catch (GeneralSecurityException e) {
            throw bad(file, "not a certificate", "X.509", e);
        }
        return found.toArray(X509Certificate[]::new);
    }

    private static PrivateKey key(Path file, String algorithm) {
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(sections(file, KEY).get(0)));
        } catch (GeneralSecurityException e) {
            throw bad(file, "not a key of " + algorithm, "PKCS#8, of the certificate's algorithm", e);
        }
    }

    private static boolean belongTogether(PrivateKey key, X509Certificate certificate, String algorithm) {
        byte[] anything = {1};
        try {
            Signature signature = Signature.getInstance(
                    switch (algorithm) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> algorithm;
                    });
            signature.initSign(key);
            signature.update(anything);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(anything);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("key: of " + algorithm + " (expected: RSA, EC or EdDSA)", e);
        }
    }

    /** What stands between the marks of this type, one or more. */
    private static List<byte[]> sections(Path file, String type) {
        List<byte[]> found = new ArrayList<>();
        List<String> others = new ArrayList<>();
        try {
            Matcher matcher = SECTION.matcher(Files.readString(file, StandardCharsets.US_ASCII));
            while (matcher.find()) {
                if (matcher.group(1).equals(type)) {
                    found.add(Base64.getMimeDecoder().decode(matcher.group(2)));
                } else {
                    others.add(matcher.group(1));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw bad(file, e.getClass().getSimpleName(), "a PEM file", e);
        }
        if (found.isEmpty()) {
            throw bad(file, others.isEmpty() ? "nothing" : String.join(", ", others), "BEGIN " + type, null);
        }
        return found;
    }

    private static IllegalArgumentException bad(Path file, String actual, String expected, @Nullable Throwable cause) {
        return new IllegalArgumentException(file + ": " + actual + " (expected: " + expected + ")", cause);
    }
}
