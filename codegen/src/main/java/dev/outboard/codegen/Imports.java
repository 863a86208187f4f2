package dev.outboard.codegen;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What generated files import: the runtime, and what would be something else without an import. */
final class Imports {
    private static final List<String> RUNTIME =
            List.of("BytesView", "NestedField", "RepeatedField", "Utf8View", "Wire", "WireReader", "WireWriter");
    /** What services need beside that. */
    private static final List<String> SERVICES = List.of(
            "dev.outboard.rpc.BlockingCall",
            "dev.outboard.rpc.BlockingStream",
            "dev.outboard.rpc.CallOptions",
            "dev.outboard.rpc.ClientConnection",
            "dev.outboard.rpc.ClientStream",
            "dev.outboard.rpc.DecodedListener",
            "dev.outboard.rpc.DecodedReply",
            "dev.outboard.rpc.DecodedStream",
            "dev.outboard.rpc.Execution",
            "dev.outboard.rpc.Idempotency",
            "dev.outboard.rpc.MessageWriter",
            "dev.outboard.rpc.Method",
            "dev.outboard.rpc.PushHandler",
            "dev.outboard.rpc.RpcChannel",
            "dev.outboard.rpc.SendResult",
            "dev.outboard.rpc.ServerCall",
            "dev.outboard.rpc.ServerStream",
            "dev.outboard.rpc.Service",
            "dev.outboard.rpc.StreamListener",
            "java.nio.charset.StandardCharsets",
            "java.time.Duration",
            "java.util.function.BiConsumer",
            "java.util.function.Function");
    /** What generated code uses of {@code java.lang}; a type of its own package would go first. */
    private static final List<String> LANG = List.of(
            "Appendable",
            "CharSequence",
            "Deprecated",
            "Double",
            "Float",
            "Override",
            "String",
            "SuppressWarnings",
            "System");

    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");

    /** Names of types, ours or protobuf-java's, by their package. */
    private final Map<String, Set<String>> neighbours = new HashMap<>();

    Imports(Collection<FileDescriptor> files) {
        for (FileDescriptor file : files) {
            Set<String> names = neighbours.computeIfAbsent(TypeNames.javaPackage(file), unused -> new TreeSet<>());
            file.getMessageTypes().stream().map(Descriptor::getName).forEach(names::add);
            file.getEnumTypes().stream().map(EnumDescriptor::getName).forEach(names::add);
            file.getServices().stream().map(ServiceDescriptor::getName).forEach(names::add);
            names.add(TypeNames.protobufContainer(file));
        }
    }

    /** The qualified names that a file needs whose text, but for its head, is {@code body}. */
    List<String> of(FileDescriptor file, String body) {
        List<String> imports = new ArrayList<>();
        for (String type : RUNTIME) {
            if (uses(body, type)) {
                imports.add("dev.outboard.codec." + type);
            }
        }
        for (String type : unreachable(file)) {
            if (uses(body, type.substring(type.lastIndexOf('.') + 1))) {
                imports.add(type);
            }
        }
        Set<String> mates = neighbours.getOrDefault(TypeNames.javaPackage(file), Set.of());
        for (String type : LANG) {
            if (mates.contains(type) && uses(body, type)) {
                imports.add("java.lang." + type);
            }
        }
        return imports;
    }

    /** The same for a service's classes. */
    static List<String> ofService(String body) {
        String code = LITERAL.matcher(body).replaceAll("");
        return SERVICES.stream()
                .filter(type -> uses(code, type.substring(type.lastIndexOf('.') + 1)))
                .toList();
    }

    /** Types of other files that code cannot name by their package, because of a variable that is called as it. */
    private static Set<String> unreachable(FileDescriptor file) {
        Set<String> types = new TreeSet<>();
        for (FileDescriptor other : reachable(file, new LinkedHashSet<>())) {
            String javaPackage = TypeNames.javaPackage(other);
            if (!javaPackage.equals(TypeNames.javaPackage(file)) && TypeNames.isObscured(javaPackage)) {
                TypeNames.topLevel(other).forEach(type -> types.add(javaPackage + "." + type));
            }
        }
        return types;
    }

    private static Set<FileDescriptor> reachable(FileDescriptor file, Set<FileDescriptor> seen) {
        for (FileDescriptor other : file.getDependencies()) {
            if (seen.add(other)) {
                reachable(other, seen);
            }
        }
        return seen;
    }

    private static boolean uses(String body, String type) {
        return Pattern.compile("\\b" + type + "\\b").matcher(body).find();
    }
}
