package dev.outboard.codegen;

import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.JavaFeaturesProto;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Files as protoc hands them to a plugin, each behind those that it imports, and linked. */
final class Schemas {
    private static final String RESOURCE = "/schemas.desc";
    private static final Set<String> DESCRIBING =
            Set.of("google/protobuf/descriptor.proto", "google/protobuf/java_features.proto");

    private final Map<String, FileDescriptorProto> protos = new LinkedHashMap<>();
    private final Map<String, FileDescriptor> files = new LinkedHashMap<>();

    private Schemas(List<FileDescriptorProto> ordered) {
        for (FileDescriptorProto proto : ordered) {
            protos.put(proto.getName(), proto);
        }
        files.putAll(link(ordered));
    }

    /** What protoc made of {@code src/test/proto}. */
    static Schemas compiled() {
        try (InputStream in = Schemas.class.getResourceAsStream(RESOURCE)) {
            return of(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A descriptor set. */
    static Schemas of(InputStream set) throws IOException {
        // First, or 4.36.2 fails: the initialisers of the two classes need each other, and only this order works.
        DescriptorProtos.getDescriptor();
        ExtensionRegistry registry = ExtensionRegistry.newInstance();
        JavaFeaturesProto.registerAllExtensions(registry);
        return new Schemas(FileDescriptorSet.parseFrom(set, registry).getFileList());
    }

    static Schemas of(FileDescriptorProto... ordered) {
        return new Schemas(Arrays.asList(ordered));
    }

    /** The same files, each changed by {@code edit}. */
    Schemas edited(Consumer<FileDescriptorProto.Builder> edit) {
        List<FileDescriptorProto> changed = new ArrayList<>();
        for (FileDescriptorProto proto : protos.values()) {
            FileDescriptorProto.Builder builder = proto.toBuilder();
            edit.accept(builder);
            changed.add(builder.build());
        }
        return new Schemas(changed);
    }

    /** The linked files, imports included. */
    List<FileDescriptor> files() {
        return List.copyOf(files.values());
    }

    FileDescriptor file(String name) {
        return files.get(name);
    }

    /** A message type by its full name. */
    Descriptor message(String fullName) {
        return messages().stream()
                .filter(type -> type.getFullName().equals(fullName))
                .findFirst()
                .orElseThrow();
    }

    /** All message types, nested ones included, map entries not, of the files of {@link #request()}. */
    List<Descriptor> messages() {
        List<Descriptor> all = new ArrayList<>();
        files.values().stream()
                .filter(file -> !DESCRIBING.contains(file.getName()))
                .forEach(file -> file.getMessageTypes().forEach(type -> addAll(type, all)));
        return all;
    }

    /** As protoc asks for all of these files, but for those that describe files. */
    CodeGeneratorRequest request() {
        return request(protos.keySet().stream()
                .filter(name -> !DESCRIBING.contains(name))
                .toArray(String[]::new));
    }

    /** As protoc asks for some of these files. */
    CodeGeneratorRequest request(String... names) {
        return CodeGeneratorRequest.newBuilder()
                .addAllFileToGenerate(Arrays.asList(names))
                .addAllProtoFile(protos.values())
                .build();
    }

    private static Map<String, FileDescriptor> link(List<FileDescriptorProto> ordered) {
        Map<String, FileDescriptor> linked = new LinkedHashMap<>();
        for (FileDescriptorProto proto : ordered) {
            FileDescriptor[] imports =
                    proto.getDependencyList().stream().map(linked::get).toArray(FileDescriptor[]::new);
            try {
                linked.put(proto.getName(), FileDescriptor.buildFrom(proto, imports));
            } catch (DescriptorValidationException e) {
                throw new AssertionError(proto.getName(), e);
            }
        }
        return linked;
    }

    private static void addAll(Descriptor type, List<Descriptor> all) {
        if (!type.getOptions().getMapEntry()) {
            all.add(type);
        }
        type.getNestedTypes().forEach(nested -> addAll(nested, all));
    }
}
