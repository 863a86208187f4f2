package dev.outboard.im.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The configuration file: a properties file in UTF-8, each name at most once. */
public final class PropertiesText {
    /** The longest file that is read, in bytes. */
    static final int MAX_BYTES = 256 << 10;

    private PropertiesText() {}

    /** @throws ConfigException for a file that cannot be read, or is no properties file */
    public static Map<String, String> read(Path file) {
        try {
            return parse(bytes(file), file.toString());
        } catch (NoSuchFileException e) {
            throw ConfigException.of("config", file.toString(), "a file that exists");
        } catch (IOException e) {
            throw ConfigException.of("config", file.toString(), "a file that can be read: " + e.getMessage());
        }
    }

    /** The file's bytes, with one more than is allowed where it is too long. */
    static byte[] bytes(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        }
    }

    static Map<String, String> parse(byte[] bytes, String origin) {
        if (bytes.length > MAX_BYTES) {
            throw ConfigException.of("config", origin, "at most " + MAX_BYTES + " bytes");
        }
        Once values = new Once();
        try {
            values.load(new StringReader(decode(bytes)));
        } catch (CharacterCodingException e) {
            throw ConfigException.of("config", origin, "UTF-8");
        } catch (IOException | IllegalArgumentException e) {
            throw ConfigException.of("config", origin, "lines of name=value: " + e.getMessage());
        }
        Map<String, String> texts = new HashMap<>();
        values.forEach((name, text) -> texts.put((String) name, ((String) text).strip()));
        return texts;
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /** Refuses a name's second value, which would win in silence. */
    private static final class Once extends Properties {
        private static final long serialVersionUID = 1;

        @Override
        public synchronized Object put(Object name, Object text) {
            if (containsKey(name)) {
                throw ConfigException.of(String.valueOf(name), "twice", "once in a file");
            }
            return super.put(name, text);
        }
    }
}
