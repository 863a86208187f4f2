package dev.outboard.codegen;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The comments of a {@code .proto} file, as javadoc. */
final class Comments {
    private final Map<List<Integer>, String> byPath = new HashMap<>();

    Comments(FileDescriptorProto file) {
        for (Location location : file.getSourceCodeInfo().getLocationList()) {
            String text = location.getLeadingComments() + location.getTrailingComments();
            if (!text.isBlank()) {
                byPath.put(location.getPathList(), text);
            }
        }
    }

    List<String> of(Descriptor message) {
        return lines(path(message));
    }

    List<String> of(FieldDescriptor field) {
        if (field.isExtension()) {
            return List.of();
        }
        List<Integer> path = path(field.getContainingType());
        path.add(DescriptorProto.FIELD_FIELD_NUMBER);
        path.add(field.getIndex());
        return lines(path);
    }

    List<String> of(EnumDescriptor type) {
        return lines(path(type));
    }

    List<String> of(EnumValueDescriptor value) {
        List<Integer> path = path(value.getType());
        path.add(EnumDescriptorProto.VALUE_FIELD_NUMBER);
        path.add(value.getIndex());
        return lines(path);
    }

    List<String> of(ServiceDescriptor service) {
        return lines(List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, service.getIndex()));
    }

    List<String> of(MethodDescriptor method) {
        return lines(List.of(
                FileDescriptorProto.SERVICE_FIELD_NUMBER,
                method.getService().getIndex(),
                ServiceDescriptorProto.METHOD_FIELD_NUMBER,
                method.getIndex()));
    }

    /** Writes a javadoc comment of some lines of a {@code .proto} file and some of ours, which are HTML already. */
    static void write(Source out, List<String> proto, String... ours) {
        List<String> lines = new ArrayList<>(proto);
        if (!proto.isEmpty() && ours.length > 0 && !ours[0].startsWith("@")) {
            lines.add("");
            lines.add("<p>" + ours[0]);
            lines.addAll(List.of(ours).subList(1, ours.length));
        } else {
            lines.addAll(List.of(ours));
        }
        if (lines.size() == 1) {
            out.line("/** %s */", lines.get(0));
            return;
        }
        out.line("/**");
        for (String line : lines) {
            out.line((" * " + line).stripTrailing());
        }
        out.line(" */");
    }

    private List<String> lines(List<Integer> path) {
        String text = byPath.get(path);
        if (text == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        boolean blank = true;
        for (String raw : text.strip().split("\n", -1)) {
            String line = escape(raw.strip());
            if (!line.isEmpty() || !blank) {
                lines.add(!line.isEmpty() && blank && !lines.isEmpty() ? "<p>" + line : line);
            }
            blank = line.isEmpty();
        }
        return lines;
    }

    /** What would end the comment, be a tag, or be read by javac as a character, becomes an entity. */
    static String escape(String line) {
        return line.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;")
                .replace("*/", "*&#47;")
                .replace("/*", "&#47;*")
                .replace("\\", "&#92;")
                .replace("{", "&#123;")
                .replace("}", "&#125;");
    }

    private static List<Integer> path(Descriptor message) {
        Descriptor outer = message.getContainingType();
        List<Integer> path = outer == null ? new ArrayList<>() : path(outer);
        path.add(
                outer == null
                        ? FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER
                        : DescriptorProto.NESTED_TYPE_FIELD_NUMBER);
        path.add(message.getIndex());
        return path;
    }

    private static List<Integer> path(EnumDescriptor type) {
        Descriptor outer = type.getContainingType();
        List<Integer> path = outer == null ? new ArrayList<>() : path(outer);
        path.add(outer == null ? FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER : DescriptorProto.ENUM_TYPE_FIELD_NUMBER);
        path.add(type.getIndex());
        return path;
    }
}
