package dev.outboard.codegen;

import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.JavaFeaturesProto;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The generator: from a request of protoc to its answer, with no other input and no other effect. The same request
 * gives the same bytes. An error of ours or in the request is told in the answer, as protoc wants it.
 *
 * @see <a href="https://protobuf.dev/reference/other/">Protocol Buffers, Writing Plugins</a>
 */
public final class Generator {
    private static final String NAME = "dev.outboard.codegen";
    /** What generated code may import. */
    private static final List<String> RUNTIME =
            List.of("BytesView", "NestedField", "RepeatedField", "Utf8View", "Wire", "WireReader", "WireWriter");

    private Generator() {}

    /** Reads a request, with the features of Java in it. */
    public static CodeGeneratorRequest parse(InputStream in) throws IOException {
        // First, or 4.36.2 fails: the initialisers of the two classes need each other, and only this order works.
        DescriptorProtos.getDescriptor();
        ExtensionRegistry registry = ExtensionRegistry.newInstance();
        JavaFeaturesProto.registerAllExtensions(registry);
        return CodeGeneratorRequest.parseFrom(in, registry);
    }

    /** The files for the request's {@code files_to_generate}. */
    public static CodeGeneratorResponse generate(CodeGeneratorRequest request) {
        CodeGeneratorResponse.Builder response = CodeGeneratorResponse.newBuilder()
                .setSupportedFeatures(CodeGeneratorResponse.Feature.FEATURE_PROTO3_OPTIONAL_VALUE
                        | CodeGeneratorResponse.Feature.FEATURE_SUPPORTS_EDITIONS_VALUE)
                .setMinimumEdition(Edition.EDITION_PROTO2_VALUE)
                .setMaximumEdition(Edition.EDITION_2023_VALUE);
        if (!request.getParameter().isEmpty()) {
            return response.setError("parameter: " + request.getParameter() + " (expected: none)")
                    .build();
        }
        try {
            Map<String, FileDescriptor> files = link(request.getProtoFileList());
            Map<String, FileDescriptorProto> sources = new HashMap<>();
            request.getProtoFileList().forEach(file -> sources.put(file.getName(), file));
            for (String name : request.getFileToGenerateList()) {
                FileDescriptor file = files.get(name);
                FileDescriptorProto source = sources.get(name);
                if (file == null || source == null) {
                    return response.setError("file: " + name + " (expected: one of the request's proto_file)")
                            .build();
                }
                response.addAllFile(generate(file, new Comments(source)));
            }
            return response.build();
        } catch (DescriptorValidationException e) {
            return response.clearFile().setError(e.getMessage()).build();
        }
    }

    /** What marks a type as ours. */
    static void annotate(Source out, FileDescriptor file) {
        out.line("@Generated(value = \"%s\", comments = \"from %s\")", NAME, file.getName());
    }

    private static List<CodeGeneratorResponse.File> generate(FileDescriptor file, Comments comments) {
        List<CodeGeneratorResponse.File> made = new ArrayList<>();
        if (TypeNames.isSplit(file)) {
            for (Descriptor message : file.getMessageTypes()) {
                Source encoder = new Source();
                new EncoderWriter(encoder, comments, message).write("public final ");
                made.add(file(file, TypeNames.encoder(message), encoder));
                Source decoder = new Source();
                new DecoderWriter(decoder, comments, message).write("public final ");
                made.add(file(file, TypeNames.decoder(message), decoder));
            }
            for (EnumDescriptor type : enums(file)) {
                Source source = new Source();
                new EnumWriter(source, comments, type).write("public ");
                made.add(file(file, TypeNames.enumeration(type), source));
            }
            return made;
        }
        if (file.getMessageTypes().isEmpty() && file.getEnumTypes().isEmpty()) {
            return made;
        }
        String name = TypeNames.container(file);
        Source out = new Source();
        out.line("/** The types of {@code %s}. */", file.getName());
        annotate(out, file);
        out.open("public final class %s", name);
        out.line("private %s() {}", name);
        for (Descriptor message : file.getMessageTypes()) {
            out.member();
            new EncoderWriter(out, comments, message).write("public static final ");
            out.member();
            new DecoderWriter(out, comments, message).write("public static final ");
        }
        for (EnumDescriptor type : enums(file)) {
            out.member();
            new EnumWriter(out, comments, type).write("public ");
        }
        out.close();
        made.add(file(file, name, out));
        return made;
    }

    private static List<EnumDescriptor> enums(FileDescriptor file) {
        List<EnumDescriptor> all = new ArrayList<>(file.getEnumTypes());
        file.getMessageTypes().forEach(message -> addEnums(message, all));
        return all;
    }

    private static void addEnums(Descriptor message, List<EnumDescriptor> all) {
        all.addAll(message.getEnumTypes());
        message.getNestedTypes().forEach(nested -> addEnums(nested, all));
    }

    private static String head(FileDescriptor file, String body) {
        Source out = new Source();
        out.line("// Generated by %s from %s; changes are lost.", NAME, file.getName());
        String javaPackage = TypeNames.javaPackage(file);
        if (!javaPackage.isEmpty()) {
            out.line("package %s;", javaPackage);
            out.blank();
        }
        for (String type : RUNTIME) {
            if (Pattern.compile("\\b" + type + "\\b").matcher(body).find()) {
                out.line("import dev.outboard.codec.%s;", type);
            }
        }
        out.line("import javax.annotation.processing.Generated;");
        out.blank();
        return out.toString();
    }

    private static CodeGeneratorResponse.File file(FileDescriptor file, String type, Source source) {
        String folder = TypeNames.javaPackage(file).replace('.', '/');
        return CodeGeneratorResponse.File.newBuilder()
                .setName((folder.isEmpty() ? "" : folder + "/") + type + ".java")
                .setContent(head(file, source.toString()) + source)
                .build();
    }

    /** protoc sends each file behind those that it imports. */
    private static Map<String, FileDescriptor> link(List<FileDescriptorProto> protos)
            throws DescriptorValidationException {
        Map<String, FileDescriptor> linked = new HashMap<>();
        for (FileDescriptorProto proto : protos) {
            FileDescriptor[] imports =
                    proto.getDependencyList().stream().map(linked::get).toArray(FileDescriptor[]::new);
            linked.put(proto.getName(), FileDescriptor.buildFrom(proto, imports));
        }
        return linked;
    }
}
