package dev.outboard.codegen;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;

/** Files that nobody writes by hand. */
enum LargeSchema {
    MESSAGES_500 {
        @Override
        Schemas schemas() {
            return messages(500);
        }
    },
    FIELDS_700 {
        @Override
        Schemas schemas() {
            return fields(700);
        }
    },
    FIELDS_3000 {
        @Override
        Schemas schemas() {
            return fields(3000);
        }
    },
    VALUES_3000 {
        @Override
        Schemas schemas() {
            return enumValues(3000);
        }
    };

    abstract Schemas schemas();

    /** A file with many messages of a few fields. */
    private static Schemas messages(int count) {
        FileDescriptorProto.Builder file = file("messages");
        for (int i = 0; i < count; i++) {
            DescriptorProto.Builder message =
                    DescriptorProto.newBuilder().setName("M" + i).addField(field("number", 1, Type.TYPE_INT32));
            message.addField(field("next", 2, Type.TYPE_MESSAGE).setTypeName(".large.M" + (i + 1) % count));
            file.addMessageType(message);
        }
        return Schemas.of(file.build());
    }

    /** A message with many fields, of all types in turn, every third one repeated. */
    private static Schemas fields(int count) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName("Wide");
        for (int i = 0; i < count; i++) {
            Type type = Type.values()[i % Type.values().length];
            type = type == Type.TYPE_GROUP ? Type.TYPE_MESSAGE : type;
            FieldDescriptorProto.Builder field = field("field_" + i, i + 1, type);
            if (type == Type.TYPE_MESSAGE) {
                field.setTypeName(".large.Wide");
            } else if (type == Type.TYPE_ENUM) {
                field.setTypeName(".large.Kind");
            }
            message.addField(i % 3 == 0 ? field.setLabel(Label.LABEL_REPEATED) : field);
        }
        return Schemas.of(file("fields")
                .addMessageType(message)
                .addEnumType(enumeration("Kind", 2))
                .build());
    }

    /** An enum with many values, and a message that has it. */
    private static Schemas enumValues(int count) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName("Holder");
        message.addField(field("value", 1, Type.TYPE_ENUM).setTypeName(".large.Kind"));
        return Schemas.of(file("values")
                .addEnumType(enumeration("Kind", count))
                .addMessageType(message)
                .build());
    }

    private static FileDescriptorProto.Builder file(String name) {
        return FileDescriptorProto.newBuilder().setName(name + ".proto").setPackage("large");
    }

    private static FieldDescriptorProto.Builder field(String name, int number, Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(Label.LABEL_OPTIONAL);
    }

    private static EnumDescriptorProto enumeration(String name, int count) {
        EnumDescriptorProto.Builder made = EnumDescriptorProto.newBuilder().setName(name);
        for (int i = 0; i < count; i++) {
            made.addValue(EnumValueDescriptorProto.newBuilder()
                    .setName("A_VALUE_WITH_QUITE_A_NAME_" + i)
                    .setNumber(i * 7));
        }
        return made.build();
    }
}
