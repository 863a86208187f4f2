package dev.outboard.rpc.netty;

import dev.outboard.rpc.hostile.RawPeer;
import dev.outboard.rpc.model.ModelFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Rows of good, slightly broken and random frames. */
final class FrameInputs {
    private FrameInputs() {}

    /** Writes some into a directory, for Jazzer to start from: {@code <directory> <count>}. */
    public static void main(String[] args) throws IOException {
        Path directory = Files.createDirectories(Path.of(args[0]));
        SplittableRandom random = new SplittableRandom(1);
        for (int i = Integer.parseInt(args[1]); i > 0; i--) {
            Files.write(directory.resolve("row-" + i), next(random));
        }
    }

    /** One input for {@link FrameFuzzer}. */
    static byte[] next(SplittableRandom random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int how = random.nextInt(8);
        out.write(how);
        out.write(random.nextInt(256));
        if ((how & 1) != 0 && (how & 4) == 0) {
            out.writeBytes(RawPeer.preface());
        }
        for (int i = random.nextInt(8); i >= 0; i--) {
            out.writeBytes(frame(random));
        }
        byte[] input = out.toByteArray();
        if (random.nextInt(3) == 0) {
            input[2 + random.nextInt(input.length - 2)] = (byte) random.nextInt();
        }
        return random.nextInt(3) == 0 ? Arrays.copyOf(input, 2 + random.nextInt(input.length - 2)) : input;
    }

    private static byte[] frame(SplittableRandom random) {
        byte[] body = new byte[random.nextInt(6) == 0 ? random.nextInt(4097) : 8 * random.nextInt(4)];
        random.nextBytes(body);
        int[] types = {1, 1, 1, 3, 3, 4, 5, 0x43, 0x44, 0x45, 0x46, 0x48, 0x8a, 0xff};
        int type = types[random.nextInt(types.length)];
        int stream = (type & 0x40) != 0 ? 0 : random.nextInt(3) << 20 | 1 + random.nextInt(4);
        int aux16 = type == 1 || type == 4 ? 1 + random.nextInt(9) : type == 0x44 ? 4 : 0;
        byte[] bytes = ModelFrame.of(type, aux16, stream, 0, body).bytes();
        switch (random.nextInt(40)) {
            case 0 -> random.nextBytes(bytes);
            case 1 -> bytes[random.nextInt(ModelFrame.HEADER)]++;
            default -> {
                // As it is.
            }
        }
        return bytes;
    }
}
