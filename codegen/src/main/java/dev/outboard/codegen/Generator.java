package dev.outboard.codegen;

import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
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

/**
 * The generator: from a request of protoc to its answer, with no other input and no other effect. The same request
 * gives the same bytes. An error of ours or in the request is told in the answer, as protoc wants it.
 *
 * @see <a href="https://protobuf.dev/reference/other/">Protocol Buffers, Writing Plugins</a>
 */
public final class Generator {
    private static final String NAME = "dev.outboard.codegen";

    /** The parameter that asks for services: their classes need the RPC, messages do not. */
    private static final String SERVICES = "services";

    private final Imports imports;
    private final boolean withServices;

    private Generator(Imports imports, boolean withServices) {
        this.imports = imports;
        this.withServices = withServices;
    }

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
        if (!request.getParameter().isEmpty() && !request.getParameter().equals(SERVICES)) {
            return response.setError("parameter: " + request.getParameter() + " (expected: none, or " + SERVICES + ")")
                    .build();
        }
        try {
            Map<String, FileDescriptor> files = link(request.getProtoFileList());
            Generator generator = new Generator(
                    new Imports(files.values()), request.getParameter().equals(SERVICES));
            Map<String, FileDescriptorProto> sources = new HashMap<>();
            request.getProtoFileList().forEach(file -> sources.put(file.getName(), file));
            for (String name : request.getFileToGenerateList()) {
                FileDescriptor file = files.get(name);
                FileDescriptorProto source = sources.get(name);
                if (file == null || source == null) {
                    return response.clearFile()
                            .setError("file: " + name + " (expected: one of the request's proto_file)")
                            .build();
                }
                Comments comments = new Comments(source);
                response.addAllFile(generator.generate(file, comments));
                response.addAllFile(generator.generateServices(file, comments));
            }
            return response.build();
        } catch (DescriptorValidationException | IllegalArgumentException e) {
            return response.clearFile().setError(e.getMessage()).build();
        }
    }

    /** What marks a type as ours. */
    static void annotate(Source out, FileDescriptor file) {
        out.line("@Generated(value = \"%s\", comments = %s)", NAME, Text.literal("from " + file.getName()));
    }

    private List<CodeGeneratorResponse.File> generate(FileDescriptor file, Comments comments) {
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
            for (EnumDescriptor type : TypeNames.enums(file)) {
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
        out.line("/** The types of {@code %s}. */", Comments.escape(file.getName()));
        annotate(out, file);
        out.open("public final class %s", name);
        out.line("private %s() {}", name);
        for (Descriptor message : file.getMessageTypes()) {
            out.member();
            new EncoderWriter(out, comments, message).write("public static final ");
            out.member();
            new DecoderWriter(out, comments, message).write("public static final ");
        }
        for (EnumDescriptor type : TypeNames.enums(file)) {
            out.member();
            new EnumWriter(out, comments, type).write("public ");
        }
        out.close();
        made.add(file(file, name, out));
        return made;
    }

    private List<CodeGeneratorResponse.File> generateServices(FileDescriptor file, Comments comments) {
        List<CodeGeneratorResponse.File> made = new ArrayList<>();
        if (withServices) {
            for (ServiceDescriptor service : file.getServices()) {
                ServiceWriter writer = new ServiceWriter(comments, service);
                Source server = new Source();
                writer.writeServer(server);
                made.add(file(file, writer.server(), server, Imports.ofService(server.toString())));
                Source client = new Source();
                writer.writeClient(client);
                made.add(file(file, writer.client(), client, Imports.ofService(client.toString())));
            }
        }
        return made;
    }

    private static String head(FileDescriptor file, List<String> imports) {
        Source out = new Source();
        out.line("// Generated by %s from %s; changes are lost.", NAME, Comments.escape(file.getName()));
        String javaPackage = TypeNames.javaPackage(file);
        if (!javaPackage.isEmpty()) {
            out.line("package %s;", javaPackage);
            out.blank();
        }
        for (String type : imports) {
            out.line("import %s;", type);
        }
        out.line("import javax.annotation.processing.Generated;");
        out.blank();
        return out.toString();
    }

    private CodeGeneratorResponse.File file(FileDescriptor file, String type, Source source) {
        return file(file, type, source, imports.of(file, source.toString()));
    }

    private static CodeGeneratorResponse.File file(
            FileDescriptor file, String type, Source source, List<String> imports) {
        String folder = TypeNames.javaPackage(file).replace('.', '/');
        return CodeGeneratorResponse.File.newBuilder()
                .setName((folder.isEmpty() ? "" : folder + "/") + type + ".java")
                .setContent(head(file, imports) + source)
                .build();
    }

    /** protoc sends each file behind those that it imports. */
    private static Map<String, FileDescriptor> link(List<FileDescriptorProto> protos)
            throws DescriptorValidationException {
        Map<String, FileDescriptor> linked = new HashMap<>();
        for (FileDescriptorProto proto : protos) {
            FileDescriptor[] imports = new FileDescriptor[proto.getDependencyCount()];
            for (int i = 0; i < imports.length; i++) {
                imports[i] = linked.get(proto.getDependency(i));
                if (imports[i] == null) {
                    throw new IllegalArgumentException("import: " + proto.getDependency(i) + ", of " + proto.getName()
                            + " (expected: a proto_file of the request before it)");
                }
            }
            linked.put(proto.getName(), FileDescriptor.buildFrom(proto, imports));
        }
        return linked;
    }
}
