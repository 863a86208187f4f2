package dev.outboard.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse.Feature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What protoc is answered. */
final class GeneratorTest {
    private static final Schemas SCHEMAS = Schemas.compiled();

    @Test
    void sameRequest_givesTheSameBytes() {
        ByteString first = Generator.generate(SCHEMAS.request()).toByteString();
        assertThat(Generator.generate(Schemas.compiled().request()).toByteString())
                .isEqualTo(first);
    }

    @Test
    void requestThroughItsBytes_givesTheSame() throws IOException {
        CodeGeneratorRequest request = SCHEMAS.request();
        CodeGeneratorRequest parsed = Generator.parse(new ByteArrayInputStream(request.toByteArray()));
        assertThat(Generator.generate(parsed)).isEqualTo(Generator.generate(request));
    }

    @Test
    void orderOfFiles_thatDoNotImportEachOther_doesNotMatter() {
        Schemas some = Schemas.of(file("a"), file("b"), file("c"));
        Schemas others = Schemas.of(file("c"), file("b"), file("a"));
        assertThat(Generator.generate(others.request("c.proto", "b.proto", "a.proto"))
                        .getFileList())
                .containsExactlyInAnyOrderElementsOf(
                        Generator.generate(some.request()).getFileList());
    }

    @Test
    void file_isTheSame_whateverElseIsAskedFor() {
        List<CodeGeneratorResponse.File> alone =
                Generator.generate(SCHEMAS.request("kinds3.proto")).getFileList();
        assertThat(Generator.generate(SCHEMAS.request()).getFileList()).containsAll(alone);
    }

    @Test
    void answer_isOnlyForTheFilesAskedFor() {
        CodeGeneratorResponse answer = Generator.generate(SCHEMAS.request("outer_classname.proto"));
        assertThat(answer.getFileList())
                .extracting(CodeGeneratorResponse.File::getName)
                .containsExactly("dev/outboard/test/same/ChosenOutboard.java");
    }

    @Test
    void fileWithoutTypes_givesNothing() {
        CodeGeneratorResponse answer = Generator.generate(SCHEMAS.request("empty.proto"));
        assertThat(answer.hasError()).isFalse();
        assertThat(answer.getFileList()).isEmpty();
    }

    @Test
    void services_arePassedOver() {
        assertThat(Generator.generate(SCHEMAS.request("services.proto")).getFileList())
                .singleElement()
                .satisfies(file ->
                        assertThat(file.getContent()).contains("Question").doesNotContain("Asks"));
    }

    @Test
    void names_ofTheFilesOfAnAnswer_areDistinct() {
        Schemas split = SCHEMAS.edited(file -> file.getOptionsBuilder().setJavaMultipleFiles(true));
        assertThat(Generator.generate(split.request()).getFileList())
                .extracting(CodeGeneratorResponse.File::getName)
                .doesNotHaveDuplicates();
    }

    @Test
    void answer_saysWhichEditionsAndFeaturesItKnows() {
        CodeGeneratorResponse answer = Generator.generate(SCHEMAS.request("empty.proto"));
        long features = Feature.FEATURE_PROTO3_OPTIONAL_VALUE | Feature.FEATURE_SUPPORTS_EDITIONS_VALUE;
        assertThat(answer.getSupportedFeatures()).isEqualTo(features);
        assertThat(answer.getMinimumEdition()).isEqualTo(Edition.EDITION_PROTO2_VALUE);
        assertThat(answer.getMaximumEdition()).isEqualTo(Edition.EDITION_2023_VALUE);
    }

    @Test
    void services_areMadeWhereTheyAreAskedFor() {
        CodeGeneratorRequest request = SCHEMAS.request("services.proto");
        assertThat(Generator.generate(request).getFileList())
                .extracting(CodeGeneratorResponse.File::getName)
                .noneMatch(name -> name.contains("Asks"));
        assertThat(Generator.generate(
                                request.toBuilder().setParameter("services").build())
                        .getFileList())
                .extracting(CodeGeneratorResponse.File::getName)
                .contains("dev/outboard/test/services/AsksServer.java", "dev/outboard/test/services/AsksClient.java");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void kindThatDoesNotFit_isToldInTheAnswer(long kind) {
        Schemas odd = SCHEMAS.edited(file -> file.getServiceBuilderList()
                .forEach(service -> service.getMethodBuilder(0)
                        .getOptionsBuilder()
                        .setUnknownFields(UnknownFieldSet.newBuilder()
                                .addField(
                                        51951,
                                        UnknownFieldSet.Field.newBuilder()
                                                .addVarint(kind)
                                                .build())
                                .build())));
        CodeGeneratorRequest request = odd.request("services.proto").toBuilder()
                .setParameter("services")
                .build();
        assertThat(Generator.generate(request).getError())
                .startsWith("outboard.kind: " + kind + ", of test.services.Asks.Ask (expected: ONE_WAY");
    }

    @Test
    void unknownParameter_isToldInTheAnswer() {
        CodeGeneratorRequest request =
                SCHEMAS.request("golden.proto").toBuilder().setParameter("lite").build();
        assertThat(Generator.generate(request).getError()).isEqualTo("parameter: lite (expected: none, or services)");
        assertThat(Generator.generate(request).getFileList()).isEmpty();
    }

    @Test
    void fileThatIsNotInTheRequest_isToldInTheAnswer() {
        CodeGeneratorResponse answer = Generator.generate(SCHEMAS.request("golden.proto", "missing.proto"));
        assertThat(answer.getError()).isEqualTo("file: missing.proto (expected: one of the request's proto_file)");
        assertThat(answer.getFileList()).isEmpty();
    }

    @Test
    void importThatIsNotInTheRequest_isToldInTheAnswer() {
        CodeGeneratorRequest request = CodeGeneratorRequest.newBuilder()
                .addFileToGenerate("a.proto")
                .addProtoFile(file("a").toBuilder().addDependency("missing.proto"))
                .build();
        assertThat(Generator.generate(request).getError()).contains("a.proto", "missing.proto");
    }

    @Test
    void typeThatIsNotInTheRequest_isToldInTheAnswer() {
        FileDescriptorProto.Builder file = file("a").toBuilder();
        file.getMessageTypeBuilder(0)
                .addFieldBuilder()
                .setName("x")
                .setNumber(1)
                .setTypeName(".missing.Type");
        CodeGeneratorRequest request = CodeGeneratorRequest.newBuilder()
                .addFileToGenerate("a.proto")
                .addProtoFile(file)
                .build();
        assertThat(Generator.generate(request).getError()).contains("missing.Type");
    }

    @ParameterizedTest
    @CsvSource({"odd \"name\" \\u0041\\u000a %s, OddNameU0041U000ASOutboard", "1st, _1StOutboard", "@see}, SeeOutboard"
    })
    void nameOfAFile_doesNoHarmInCode(String name, String type) {
        CodeGeneratorResponse answer = Generator.generate(Schemas.of(file(name)).request());
        assertThat(answer.getFile(0).getName()).isEqualTo("p/" + type + ".java");
        Compiled.of(answer, "-Xdoclint:all,-missing");
    }

    @Test
    void packageOfAKeyword_isSpeltOtherwise() {
        Schemas keyword = Schemas.of(file("a")).edited(file -> file.setPackage("a.default.native"));
        CodeGeneratorResponse answer = Generator.generate(keyword.request());
        assertThat(answer.getFile(0).getName()).isEqualTo("a/default_/native_/AOutboard.java");
        Compiled.of(answer);
    }

    private static FileDescriptorProto file(String name) {
        FileDescriptorProto.Builder file =
                FileDescriptorProto.newBuilder().setName(name + ".proto").setPackage("p");
        file.addMessageTypeBuilder().setName("M" + Math.abs(name.hashCode()));
        return file.build();
    }
}
