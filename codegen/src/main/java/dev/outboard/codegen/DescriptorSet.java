package dev.outboard.codegen;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A file's descriptor and those of what it imports, as Java source: string literals of one character per byte. */
final class DescriptorSet {
    private static final int LINE_BYTES = 40;
    /** A constant of a class file has at most 65,535 bytes, and a character above 0x7f, or 0, takes two. */
    private static final int CONSTANT_BYTES = 400 * LINE_BYTES;

    private DescriptorSet() {}

    /** The statements of a method that returns the bytes. */
    static void write(Source out, FileDescriptor file) {
        String text = new String(of(file).toByteArray(), StandardCharsets.ISO_8859_1);
        out.line("return new StringBuilder()");
        for (String constant : pieces(text, CONSTANT_BYTES)) {
            List<String> lines = pieces(constant, LINE_BYTES);
            for (int i = 0; i < lines.size(); i++) {
                String start = i == 0 ? "        .append(" : "                + ";
                out.line(start + Text.literal(lines.get(i)) + (i == lines.size() - 1 ? ")" : ""));
            }
        }
        out.line("        .toString()");
        out.line("        .getBytes(StandardCharsets.ISO_8859_1);");
    }

    /** Each file behind those that it imports, without comments and places in the source. */
    static FileDescriptorSet of(FileDescriptor file) {
        Set<FileDescriptor> files = new LinkedHashSet<>();
        collect(file, files);
        FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
        files.forEach(one -> set.addFile(one.toProto().toBuilder().clearSourceCodeInfo()));
        return set.build();
    }

    private static void collect(FileDescriptor file, Set<FileDescriptor> files) {
        if (!files.contains(file)) {
            file.getDependencies().forEach(other -> collect(other, files));
            files.add(file);
        }
    }

    private static List<String> pieces(String text, int length) {
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); from += length) {
            pieces.add(text.substring(from, Math.min(text.length(), from + length)));
        }
        return pieces;
    }
}
