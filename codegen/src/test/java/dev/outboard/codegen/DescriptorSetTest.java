package dev.outboard.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Descriptors as source text: what is compiled gives back their bytes. */
final class DescriptorSetTest {
    private static final Schemas SCHEMAS = Schemas.compiled();

    @Test
    void everyFile_comesBackFromItsText() throws Exception {
        List<FileDescriptor> files = SCHEMAS.files();
        assertThat(files).hasSizeGreaterThan(20);
        CodeGeneratorResponse.Builder sources = CodeGeneratorResponse.newBuilder();
        for (int i = 0; i < files.size(); i++) {
            sources.addFileBuilder().setName("Set" + i + ".java").setContent(holder("Set" + i, files.get(i)));
        }
        Compiled compiled = Compiled.of(sources.build());
        for (int i = 0; i < files.size(); i++) {
            assertThat(bytes(compiled, "Set" + i))
                    .as(files.get(i).getName())
                    .isEqualTo(DescriptorSet.of(files.get(i)).toByteArray());
        }
    }

    @Test
    void textOverTheLengthOfAConstant_isCut() throws Exception {
        DescriptorProto.Builder wide = DescriptorProto.newBuilder().setName("Wide");
        for (int i = 0; i < 4_000; i++) {
            wide.addReservedName("\u00e4\u00f6\u00fc" + i);
        }
        FileDescriptor file = Schemas.of(FileDescriptorProto.newBuilder()
                        .setName("wide.proto")
                        .addMessageType(wide)
                        .build())
                .file("wide.proto");
        Compiled compiled = Compiled.of(CodeGeneratorResponse.newBuilder()
                .addFile(CodeGeneratorResponse.File.newBuilder()
                        .setName("Wide.java")
                        .setContent(holder("Wide", file)))
                .build());
        byte[] expected = DescriptorSet.of(file).toByteArray();
        assertThat(expected).hasSizeGreaterThan(40_000);
        assertThat(bytes(compiled, "Wide")).isEqualTo(expected);
    }

    @Test
    void imports_standBeforeWhatImportsThem_withoutPlacesInTheSource() {
        FileDescriptorSet set = DescriptorSet.of(SCHEMAS.file("editions_legacy.proto"));
        List<String> names =
                set.getFileList().stream().map(FileDescriptorProto::getName).toList();
        assertThat(names).endsWith("editions_legacy.proto").doesNotHaveDuplicates();
        for (FileDescriptorProto file : set.getFileList()) {
            assertThat(names.subList(0, names.indexOf(file.getName()))).containsAll(file.getDependencyList());
            assertThat(file.hasSourceCodeInfo()).isFalse();
        }
    }

    private static String holder(String name, FileDescriptor file) {
        Source out = new Source();
        out.line("import java.nio.charset.StandardCharsets;");
        out.open("public final class %s", name);
        out.open("public static byte[] bytes()");
        DescriptorSet.write(out, file);
        out.close();
        out.close();
        return out.toString();
    }

    private static byte[] bytes(Compiled compiled, String name) throws Exception {
        return (byte[]) compiled.loadClass(name).getMethod("bytes").invoke(null);
    }
}
