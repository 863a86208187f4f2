package dev.outboard.codegen;

import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import dev.outboard.codec.WireReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Generated sources, compiled in memory against codec-api alone, under all of javac's lints. */
final class Compiled extends ClassLoader {
    private static final int SHOWN = 20;
    private static final String[] NO_OPTIONS = {};

    private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

    private Compiled() {
        super(Compiled.class.getClassLoader());
    }

    /** Compiles the files of an answer; fails where javac has anything to say. */
    static Compiled of(CodeGeneratorResponse response) {
        return of(response, NO_OPTIONS);
    }

    /** The same with more options for javac. */
    static Compiled of(CodeGeneratorResponse response, String... more) {
        if (response.hasError()) {
            throw new AssertionError(response.getError());
        }
        List<JavaFileObject> sources = new ArrayList<>();
        response.getFileList().forEach(file -> sources.add(new SourceText(file)));
        Compiled compiled = new Compiled();
        compiled.compile(sources, List.of(more));
        return compiled;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        ByteArrayOutputStream bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes.toByteArray(), 0, bytes.size());
    }

    private void compile(List<JavaFileObject> sources, List<String> more) {
        if (sources.isEmpty()) {
            return;
        }
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        List<String> options = new ArrayList<>(
                List.of("-Xlint:all", "-Werror", "-proc:none", "-Xmaxerrs", "" + SHOWN, "-Xmaxwarns", "" + SHOWN));
        options.addAll(List.of("-classpath", classPath()));
        options.addAll(more);
        boolean passed = javac.getTask(
                        null,
                        new InMemory(javac.getStandardFileManager(said, null, null)),
                        said,
                        options,
                        null,
                        sources)
                .call();
        if (!passed || !said.getDiagnostics().isEmpty()) {
            throw new AssertionError(said.getDiagnostics().stream()
                    .limit(SHOWN)
                    .map(Compiled::text)
                    .collect(Collectors.joining("\n")));
        }
    }

    /** codec-api, and the annotations in its classes. */
    private static String classPath() {
        return place(WireReader.class) + File.pathSeparator + place(Nullable.class);
    }

    private static String place(Class<?> type) {
        try {
            return new File(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getPath();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Diagnostic<? extends JavaFileObject> said) {
        return (said.getSource() == null ? "" : said.getSource().getName()) + ":" + said.getLineNumber() + ": "
                + said.getMessage(null);
    }

    private static final class SourceText extends SimpleJavaFileObject {
        private final String text;

        SourceText(CodeGeneratorResponse.File file) {
            super(URI.create("mem:///" + file.getName()), Kind.SOURCE);
            text = file.getContent();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        InMemory(JavaFileManager manager) {
            super(manager);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String name, Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + name.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return classes.computeIfAbsent(name, unused -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
