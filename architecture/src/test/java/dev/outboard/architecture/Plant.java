package dev.outboard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A class that breaks a rule, compiled when the rule is tested into the folder where it would do harm. */
final class Plant {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    /** Shared, for it keeps the jars of the class path open. */
    private static final JavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

    private final String output;
    private final Map<String, String> sourceByClass = new TreeMap<>();

    /** A public class {@code name} with these {@code members}, compiled to {@code output} ({@code module/target/...}). */
    Plant(String output, String name, String members) {
        this.output = output;
        add(name, members);
    }

    /** A class of {@code module} that uses an empty class named {@code used}. */
    static Plant using(String module, String name, String used) {
        Plant plant = new Plant(module + "/target/classes", name, used + " used;");
        plant.add(used, "");
        return plant;
    }

    /** Two classes of {@code module} that use each other. */
    static Plant cycle(String module, String name, String other) {
        Plant plant = new Plant(module + "/target/classes", name, other + " other;");
        plant.add(other, name + " back;");
        return plant;
    }

    /** Two classes of {@code module} with the same {@code members}. */
    static Plant twice(String module, String name, String other, String members) {
        Plant plant = new Plant(module + "/target/classes", name, members);
        plant.add(other, members);
        return plant;
    }

    /** Compiles below {@code root} and returns the classes. */
    JavaClasses grow(Path root) throws IOException {
        Path classes = Files.createDirectories(root.resolve(output));
        StringWriter messages = new StringWriter();
        List<String> options = List.of("-proc:none", "-d", classes.toString());
        List<JavaFileObject> sources = sourceByClass.entrySet().stream()
                .map(entry -> source(entry.getKey(), entry.getValue()))
                .toList();
        boolean compiled =
                COMPILER.getTask(messages, FILES, null, options, null, sources).call();
        assertThat(compiled).as("compile %s: %s", sourceByClass, messages).isTrue();
        return new ClassFileImporter().importPath(classes);
    }

    private void add(String name, String members) {
        int dot = name.lastIndexOf('.');
        sourceByClass.put(
                name,
                "package %s; public class %s { %s }"
                        .formatted(name.substring(0, dot), name.substring(dot + 1), members));
    }

    private static JavaFileObject source(String name, String text) {
        URI uri = URI.create("string:///" + name.replace('.', '/') + ".java");
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
