package dev.outboard.codegen;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;

/** Whether code for a message has to use something that the schema calls deprecated. */
final class Deprecation {
    private Deprecation() {}

    static boolean concerns(Descriptor type) {
        return type.getOptions().getDeprecated()
                || type.getFile().getOptions().getDeprecated()
                || type.getFields().stream().anyMatch(Deprecation::concerns)
                || type.getNestedTypes().stream().anyMatch(Deprecation::concerns);
    }

    private static boolean concerns(FieldDescriptor field) {
        if (field.getOptions().getDeprecated()) {
            return true;
        }
        return switch (field.getJavaType()) {
            case MESSAGE -> isDeprecated(field.getMessageType());
            case ENUM -> isDeprecated(field.getEnumType());
            default -> false;
        };
    }

    private static boolean isDeprecated(Descriptor type) {
        return type.getOptions().getDeprecated()
                || type.getContainingType() != null && isDeprecated(type.getContainingType());
    }

    private static boolean isDeprecated(EnumDescriptor type) {
        return type.getOptions().getDeprecated();
    }
}
