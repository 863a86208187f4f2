package dev.outboard.codegen;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.JavaFeaturesProto;
import com.google.protobuf.JavaFeaturesProto.JavaFeatures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever schema goes in, what comes out compiles without a word from javac, all lints on and warnings errors. */
final class CompilingTest {
    private static final Schemas SCHEMAS = Schemas.compiled();

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

    @ParameterizedTest
    @EnumSource
    void large_compiles(LargeSchema schema) {
        Schemas large = schema.schemas();
        Compiled.of(Generator.generate(large.request()));
    }

    private static void closeEnums(FileDescriptorProto.Builder file) {
        if (file.getName().equals("editions.proto")) {
            JavaFeatures closed = JavaFeatures.newBuilder().setLegacyClosedEnum(true).build();
            file.getOptionsBuilder().getFeaturesBuilder().setExtension(JavaFeaturesProto.java_, closed);
        }
    }
}
