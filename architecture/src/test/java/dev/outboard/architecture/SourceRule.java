package dev.outboard.architecture;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the sources must hold to, where bytecode does not tell; each rule comes with a plant that breaks it. */
enum SourceRule {
    FILES_END_BEFORE_THE_WALL(
            sources -> each(
                    sources,
                    file -> file.lines().size() > Limits.WALL,
                    file -> file.lines().size() + " lines (expected: at most " + Limits.WALL + ")"),
            new SourceFile("rpc-core/src/main/java/dev/outboard/rpc/Planted.java", Collections.nCopies(701, "//"))),

    UNSAFE_IS_NOT_REACHED_BY_ITS_NAME(
            sources -> each(
                    sources,
                    file -> !Limits.mayNameUnsafe(file) && Limits.namesInternalClass(file),
                    file ->
                            "a string names an internal class (expected: only in codec-unsafe and bench's legacy arms)"),
            new SourceFile(
                    "rpc-core/src/main/java/dev/outboard/rpc/Planted.java",
                    List.of("Class.forName(\"sun.misc.Unsafe\")"))),

    PACKAGES_ARE_NULL_MARKED(
            sources -> {
                Set<String> marked = sources.stream()
                        .filter(file -> file.isPackageInfo() && file.contains("@NullMarked"))
                        .map(SourceFile::folder)
                        .collect(Collectors.toSet());
                return each(
                        sources,
                        file -> file.path().contains("/src/main/java/") && !marked.contains(file.folder()),
                        file -> "no @NullMarked package-info.java beside it");
            },
            new SourceFile(
                    "rpc-core/src/main/java/dev/outboard/rpc/Planted.java", List.of("package dev.outboard.rpc;"))),

    SOURCES_NAME_NO_MACHINE(
            sources -> each(
                    sources,
                    file -> Limits.MACHINE_PATHS.stream().anyMatch(file::contains),
                    file -> "an absolute path of some machine"),
            new SourceFile(
                    "rpc-core/src/test/java/dev/outboard/rpc/PlantedTest.java", List.of("\"" + "/home" + "/ada/x\"")));

    private final Function<List<SourceFile>, List<String>> violations;
    private final SourceFile plant;

    SourceRule(Function<List<SourceFile>, List<String>> violations, SourceFile plant) {
        this.violations = violations;
        this.plant = plant;
    }

    /** Returns one line per violation, with its path. */
    List<String> violations(List<SourceFile> sources) {
        return violations.apply(sources);
    }

    SourceFile plant() {
        return plant;
    }

    private static List<String> each(
            List<SourceFile> sources, Function<SourceFile, Boolean> breaks, Function<SourceFile, String> reason) {
        return sources.stream()
                .filter(breaks::apply)
                .map(file -> file.path() + ": " + reason.apply(file))
                .toList();
    }

    private static final class Limits {
        private static final int WALL = 700;

        /** A string that is a class name, not prose about one. */
        private static final Pattern INTERNAL_CLASS =
                Pattern.compile("\"(sun\\.misc\\.Unsafe|jdk\\.internal\\.[\\w.$]+)\"");

        /** In pieces, so that this file does not break its own rule. */
        private static final List<String> MACHINE_PATHS = List.of("/home" + "/", "/Users" + "/", "/usr/lib" + "/jvm");

        private static boolean namesInternalClass(SourceFile file) {
            return file.lines().stream()
                    .anyMatch(line -> INTERNAL_CLASS.matcher(line).find());
        }

        private static boolean mayNameUnsafe(SourceFile file) {
            return file.path().startsWith("codec-unsafe/src/")
                    || file.path().startsWith("bench/src/legacy/")
                    || file.path().startsWith("architecture/src/test/");
        }
    }
}
