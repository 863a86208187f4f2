package dev.outboard.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.JavaFeaturesProto;
import com.google.protobuf.JavaFeaturesProto.JavaFeatures;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever schema goes in, what comes out compiles without a word from javac, all lints on and warnings errors. */
final class CompilingTest {
    private static final Schemas SCHEMAS = Schemas.compiled();
    private static final String MATES_PACKAGE = "dev.outboard.test.mates";

    @Test
    void everySchema_compiles_doclintIncluded() {
        Compiled.of(Generator.generate(SCHEMAS.request()), "-Xdoclint:all,-missing");
    }

    @Test
    void everySchema_withAFilePerType_compiles() {
        Schemas split = SCHEMAS.edited(file -> file.getOptionsBuilder().setJavaMultipleFiles(true));
        Compiled.of(Generator.generate(split.request()));
    }

    @Test
    void types_inThePackageOfTheProtoFile_compile() {
        Schemas bare = SCHEMAS.edited(file -> file.getOptionsBuilder().clearJavaPackage());
        Compiled.of(Generator.generate(bare.request("recursive.proto", "no_java_package.proto", "maps.proto")));
    }

    @Test
    void openEnums_thatJavaTakesForClosedOnes_compile() {
        Compiled.of(Generator.generate(SCHEMAS.edited(CompilingTest::closeEnums).request("editions.proto")));
    }

    /** protobuf-java's types may be in the package of ours: whatever they are called, we mean those of java.lang. */
    @Test
    void names_ofTypesOfJavaLang_inThePackage_areNotTakenForThem() {
        Schemas split = SCHEMAS.edited(
                file -> file.getOptionsBuilder().setJavaMultipleFiles(true).setJavaPackage(MATES_PACKAGE));
        CodeGeneratorResponse.Builder both = Generator.generate(split.request("names.proto")).toBuilder();
        for (String name : List.of("String", "Override", "CharSequence", "System", "Double", "Float", "Deprecated")) {
            assertThat(split.file("names.proto").findMessageTypeByName(name)).isNotNull();
            both.addFileBuilder()
                    .setName(name + ".java")
                    .setContent("package " + MATES_PACKAGE + "; class " + name + " {}");
        }
        Compiled.of(both.build());
    }

    @ParameterizedTest
    @EnumSource
    void large_compiles(LargeSchema schema) {
        Schemas large = schema.schemas();
        Compiled.of(Generator.generate(large.request()));
    }

    private static void closeEnums(FileDescriptorProto.Builder file) {
        if (file.getName().equals("editions.proto")) {
            JavaFeatures closed =
                    JavaFeatures.newBuilder().setLegacyClosedEnum(true).build();
            file.getOptionsBuilder().getFeaturesBuilder().setExtension(JavaFeaturesProto.java_, closed);
        }
    }
}
