package dev.outboard.codegen;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names of generated types. A message {@code M} gives {@code MEncoder} and {@code MDecoder}, nested ones nested; an enum
 * {@code E} gives {@code EEnum}, one nested in {@code M} gives {@code MEEnum}. None of them is a name that protobuf-java
 * gives, so that both can live in one package.
 */
final class TypeNames {
    /** Parameters and variables of generated code: in an expression, a package called so cannot be named. */
    private static final Set<String> VARIABLES = Set.of("in", "tag", "group", "tagOffset", "outer", "number", "i");

    private TypeNames() {}

    /** The schema's word, but for segments that are keywords. */
    static String javaPackage(FileDescriptor file) {
        String name = file.getOptions().hasJavaPackage() ? file.getOptions().getJavaPackage() : file.getPackage();
        return Arrays.stream(name.split("\\."))
                .map(segment -> Text.isKeyword(segment) ? segment + "_" : segment)
                .collect(Collectors.joining("."));
    }

    /** The class that holds all types of a file without {@code java_multiple_files}. */
    static String container(FileDescriptor file) {
        return protobufContainer(file) + "Outboard";
    }

    /** What protobuf-java calls its class for a file, unless a type of the file has that name. */
    static String protobufContainer(FileDescriptor file) {
        return file.getOptions().hasJavaOuterClassname()
                ? file.getOptions().getJavaOuterClassname()
                : Text.identifier(Text.pascal(baseName(file)));
    }

    /** The classes of a file that are not inside of others. */
    static List<String> topLevel(FileDescriptor file) {
        if (!isSplit(file)) {
            return List.of(container(file));
        }
        List<String> names = new ArrayList<>();
        for (Descriptor type : file.getMessageTypes()) {
            names.addAll(List.of(encoder(type), decoder(type)));
        }
        enums(file).forEach(type -> names.add(enumeration(type)));
        return names;
    }

    /** All enums of a file, those inside of messages included. */
    static List<EnumDescriptor> enums(FileDescriptor file) {
        List<EnumDescriptor> all = new ArrayList<>(file.getEnumTypes());
        file.getMessageTypes().forEach(message -> addEnums(message, all));
        return all;
    }

    private static void addEnums(Descriptor message, List<EnumDescriptor> all) {
        all.addAll(message.getEnumTypes());
        message.getNestedTypes().forEach(nested -> addEnums(nested, all));
    }

    /** Whether generated code cannot name a package in an expression. */
    static boolean isObscured(String javaPackage) {
        int dot = javaPackage.indexOf('.');
        return VARIABLES.contains(dot < 0 ? javaPackage : javaPackage.substring(0, dot));
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

    /** Those of outer types come first: {@code MEEnum} is {@code ME} where there is one, and {@code M.E} then gives way. */
    static String enumeration(EnumDescriptor type) {
        Set<String> taken = new HashSet<>();
        for (EnumDescriptor other : enums(type.getFile())) {
            String name = flatName(other) + "Enum";
            while (!taken.add(name)) {
                name += "_";
            }
            if (other.equals(type)) {
                return name;
            }
        }
        throw new IllegalArgumentException("enum: " + type.getFullName() + " (expected: one of its file)");
    }

    private static String flatName(EnumDescriptor type) {
        StringBuilder name = new StringBuilder(type.getName());
        for (Descriptor outer = type.getContainingType(); outer != null; outer = outer.getContainingType()) {
            name.insert(0, outer.getName());
        }
        return name.toString();
    }

    /** How code in {@code from} refers to a decoder. */
    static String decoderRef(Descriptor type, Descriptor from) {
        return ref(type, from, "Decoder");
    }

    /** How code in {@code from} refers to an encoder. */
    static String encoderRef(Descriptor type, Descriptor from) {
        return ref(type, from, "Encoder");
    }

    /** How a class of its own, made from {@code from}, refers to an encoder or decoder. */
    static String topLevelRef(Descriptor type, FileDescriptor from, String suffix) {
        FileDescriptor file = type.getFile();
        boolean near = isSplit(file) && javaPackage(file).equals(javaPackage(from));
        return near ? path(type, suffix) : prefix(file) + path(type, suffix);
    }

    /** The name of a class made from a service: not that of a type, ours or protobuf-java's, of its file. */
    static String service(ServiceDescriptor service, String suffix) {
        FileDescriptor file = service.getFile();
        String name = service.getName() + suffix;
        while (isTaken(file, name)) {
            name += "_";
        }
        return name;
    }

    private static boolean isTaken(FileDescriptor file, String name) {
        return topLevel(file).contains(name)
                || protobufContainer(file).equals(name)
                || file.findMessageTypeByName(name) != null
                || file.findEnumTypeByName(name) != null
                || file.findServiceByName(name) != null;
    }

    static String enumRef(EnumDescriptor type, Descriptor from) {
        String simple = enumeration(type);
        return isNear(type.getFile(), from.getFile()) ? simple : prefix(type.getFile()) + simple;
    }

    /** Whether code of {@code from} sees the types of {@code file} by their simple names. */
    private static boolean isNear(FileDescriptor file, FileDescriptor from) {
        return file.equals(from)
                || isSplit(file) && isSplit(from) && javaPackage(file).equals(javaPackage(from));
    }

    /** Package, and container where there is one, each with a dot. A package that is obscured is imported. */
    private static String prefix(FileDescriptor file) {
        String name = javaPackage(file);
        return (name.isEmpty() || isObscured(name) ? "" : name + ".") + (isSplit(file) ? "" : container(file) + ".");
    }

    private static String ref(Descriptor type, Descriptor from, String suffix) {
        String path = path(type, suffix);
        String first = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
        boolean near = isNear(type.getFile(), from.getFile());
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
