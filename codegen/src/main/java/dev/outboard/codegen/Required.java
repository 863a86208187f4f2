package dev.outboard.codegen;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.HashSet;
import java.util.Set;

/** Which messages can be incomplete: those with a {@code required} field, in themselves or in a nested message. */
final class Required {
    private Required() {}

    static boolean has(Descriptor type) {
        return has(type, new HashSet<>());
    }

    private static boolean has(Descriptor type, Set<Descriptor> seen) {
        if (!seen.add(type)) {
            return false;
        }
        for (FieldDescriptor field : type.getFields()) {
            boolean nested = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
            if (field.isRequired() || nested && has(field.getMessageType(), seen)) {
                return true;
            }
        }
        return false;
    }
}
