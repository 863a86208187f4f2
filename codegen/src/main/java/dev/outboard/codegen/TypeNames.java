package dev.outboard.codegen;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayList;
import java.util.List;

/**
 * Names of generated types. A message {@code M} gives {@code MEncoder} and {@code MDecoder}, nested ones nested; an enum
 * {@code E} gives {@code EEnum}, one nested in {@code M} gives {@code MEEnum}. None of them is a name that protobuf-java
 * gives, so that both can live in one package.
 */
final class TypeNames {
    private TypeNames() {}

    static String javaPackage(FileDescriptor file) {
        return file.getOptions().hasJavaPackage() ? file.getOptions().getJavaPackage() : file.getPackage();
    }

    /** The class that holds all types of a file without {@code java_multiple_files}. */
    static String container(FileDescriptor file) {
        String base = file.getOptions().hasJavaOuterClassname()
                ? file.getOptions().getJavaOuterClassname()
                : Text.pascal(baseName(file));
        return base + "Outboard";
    }

    static boolean isSplit(FileDescriptor file) {
        return file.getOptions().getJavaMultipleFiles();
    }

    static String decoder(Descriptor type) {
        return simple(type, "Decoder");
    }

    static String encoder(Descriptor type) {
        return simple(type, "Encoder");
    }

    static String enumeration(EnumDescriptor type) {
        StringBuilder name = new StringBuilder(type.getName());
        for (Descriptor outer = type.getContainingType(); outer != null; outer = outer.getContainingType()) {
            name.insert(0, outer.getName());
        }
        return name + "Enum";
    }

    /** How code in {@code from} refers to a decoder. */
    static String decoderRef(Descriptor type, Descriptor from) {
        return ref(type, from, "Decoder");
    }

    /** How code in {@code from} refers to an encoder. */
    static String encoderRef(Descriptor type, Descriptor from) {
        return ref(type, from, "Encoder");
    }

    static String enumRef(EnumDescriptor type, Descriptor from) {
        String simple = enumeration(type);
        boolean near = javaPackage(type.getFile()).equals(javaPackage(from.getFile()))
                && (isSplit(type.getFile()) || type.getFile().equals(from.getFile()));
        return near ? simple : prefix(type.getFile()) + simple;
    }

    /** Package, and container where there is one, each with a dot. */
    private static String prefix(FileDescriptor file) {
        String name = javaPackage(file);
        return (name.isEmpty() ? "" : name + ".") + (isSplit(file) ? "" : container(file) + ".");
    }

    private static String ref(Descriptor type, Descriptor from, String suffix) {
        String path = path(type, suffix);
        boolean near = javaPackage(type.getFile()).equals(javaPackage(from.getFile()))
                && (isSplit(type.getFile()) || type.getFile().equals(from.getFile()));
        String first = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
        return near && !isShadowed(first, outermost(type), from, suffix) ? path : prefix(type.getFile()) + path;
    }

    /** Whether a nested type hides the top-level one called {@code name} from code in {@code from}. */
    private static boolean isShadowed(String name, Descriptor meant, Descriptor from, String suffix) {
        for (Descriptor scope = from; scope != null; scope = scope.getContainingType()) {
            for (Descriptor nested : scope.getNestedTypes()) {
                if (simple(nested, suffix).equals(name) && !nested.equals(meant)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Descriptor outermost(Descriptor type) {
        Descriptor outer = type;
        while (outer.getContainingType() != null) {
            outer = outer.getContainingType();
        }
        return outer;
    }

    private static String path(Descriptor type, String suffix) {
        return String.join(".", names(type, suffix));
    }

    private static String simple(Descriptor type, String suffix) {
        List<String> names = names(type, suffix);
        return names.get(names.size() - 1);
    }

    /** The names from the outermost class to that of {@code type}: none must be called as one around it. */
    private static List<String> names(Descriptor type, String suffix) {
        List<String> names =
                type.getContainingType() == null ? new ArrayList<>() : names(type.getContainingType(), suffix);
        String name = type.getName() + suffix;
        while (names.contains(name)) {
            name += "_";
        }
        names.add(name);
        return names;
    }

    private static String baseName(FileDescriptor file) {
        String name = file.getName().substring(file.getName().lastIndexOf('/') + 1);
        return name.endsWith(".proto") ? name.substring(0, name.length() - ".proto".length()) : name;
    }
}
