package dev.outboard.codegen;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** What fuzzing starts from: small messages of every type, as protobuf-java writes them and as nobody does. */
final class FuzzSeeds {
    private static final int MOST_BYTES = 400;

    private FuzzSeeds() {}

    /** The argument is the folder that the files go to. The same files every time. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        SplittableRandom random = new SplittableRandom(1);
        RandomMessages messages = new RandomMessages(random);
        Scatter scatter = new Scatter(random);
        List<Descriptor> types = Generated.schemas().messages().stream()
                .filter(type -> !type.getName().equals("ClosedMap"))
                .toList();
        for (int i = 0; i < types.size(); i++) {
            for (int seed = 0; seed < 4; seed++) {
                DynamicMessage message = small(messages, types.get(i));
                byte[] bytes = seed % 2 == 0 ? message.toByteArray() : scatter.scattered(message);
                ByteArrayOutputStream input = new ByteArrayOutputStream();
                input.write(i);
                input.write(random.nextInt(0x80));
                input.write(bytes);
                Files.write(folder.resolve("seed-" + i + "-" + seed), input.toByteArray());
            }
        }
    }

    private static DynamicMessage small(RandomMessages messages, Descriptor type) {
        DynamicMessage message = messages.next(type);
        while (message.getSerializedSize() > MOST_BYTES) {
            message = messages.next(type);
        }
        return message;
    }
}
