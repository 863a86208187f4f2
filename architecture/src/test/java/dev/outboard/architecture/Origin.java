package dev.outboard.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where a class came from: {@code <module>/target/classes} or {@code <module>/target/test-classes}. */
final class Origin {
    /** Test code: test classes, and all of {@code testing}, whose main classes are run as tests by other modules. */
    static final DescribedPredicate<JavaClass> TEST_CODE = DescribedPredicate.describe(
            "test code",
            type -> path(type).contains("/target/test-classes/") || module(type).equals("testing"));

    static final DescribedPredicate<JavaClass> MAIN_CODE =
            DescribedPredicate.not(TEST_CODE).as("main code");

    private Origin() {}

    /** Returns every class of the modules below {@code root}, compiled by the build that runs this. */
    static JavaClasses classesBelow(Path root) throws IOException {
        try (Stream<Path> modules = Files.list(root)) {
            List<Path> outputs = modules.map(module -> module.resolve("target"))
                    .flatMap(target -> Stream.of(target.resolve("classes"), target.resolve("test-classes")))
                    .filter(Files::isDirectory)
                    .toList();
            return new ClassFileImporter().importPaths(outputs);
        }
    }

    /** Returns the folder of the module that {@code type} was compiled in. */
    static String module(JavaClass type) {
        String path = path(type);
        int end = path.lastIndexOf("/target/");
        return end < 0 ? "" : path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }

    private static String path(JavaClass type) {
        return type.getSource().map(source -> source.getUri().getPath()).orElse("");
    }
}
