package dev.outboard.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.platform.commons.annotation.Testable;

/** The questions that the rules ask of a class. */
final class Conditions {
    /**
     * Raw memory by any of its names. Of Agrona only what runs without the JVM's permission is left: its collections and
     * timers; of JCTools only the queues over VarHandles.
     */
    static final DescribedPredicate<JavaClass> UNSAFE_MEMORY = DescribedPredicate.describe("raw memory", type -> {
        String name = type.getName();
        return name.equals("sun.misc.Unsafe")
                || name.startsWith("jdk.internal.")
                || name.startsWith("org.agrona.") && !isFreeOfUnsafe(name)
                || name.startsWith("org.jctools.")
                        && !name.startsWith("org.jctools.queues.varhandle.")
                        && !name.startsWith("org.jctools.queues.MessagePassingQueue");
    });

    static final ArchCondition<JavaClass> HIDE_BYTE_BUFS = condition(
            "keep ByteBuf and its allocators out of public signatures",
            type -> isPublic(type)
                    ? type.getMembers().stream().filter(Conditions::isVisible).filter(Conditions::namesByteBuf)
                    : Stream.empty());

    static final ArchCondition<JavaClass> DECLARE_NO_FINALIZER = condition(
            "declare no finalizer",
            type -> type.getMethods().stream()
                    .filter(method -> method.getName().equals("finalize"))
                    .filter(method -> method.getRawParameterTypes().isEmpty()));

    static final ArchCondition<JavaClass> BE_ENABLED = condition(
            "be enabled",
            type -> Stream.concat(
                    Stream.of(type).filter(t -> t.isAnnotatedWith(Disabled.class)),
                    type.getMethods().stream().filter(method -> method.isAnnotatedWith(Disabled.class))));

    /** The build runs classes named *Test (and what is nested in them); others would be passed over in silence. */
    static final ArchCondition<JavaClass> BE_FOUND_BY_THE_BUILD = condition(
            "be named *Test where they hold tests",
            type -> type.getModifiers().contains(JavaModifier.ABSTRACT)
                            || topLevel(type).getSimpleName().endsWith("Test")
                    ? Stream.empty()
                    : type.getMethods().stream().filter(method -> method.isMetaAnnotatedWith(Testable.class)));

    static final ArchCondition<JavaClass> SLEEP = calls(
            "sleep",
            call -> call.getName().equals("sleep") && isIn(call, "java.lang.Thread", "java.util.concurrent.TimeUnit"));

    static final ArchCondition<JavaClass> END_THE_PROCESS = calls(
            "end the process",
            call -> Set.of("exit", "halt").contains(call.getName())
                    && isIn(call, "java.lang.System", "java.lang.Runtime"));

    private static final Set<String> PROPERTY_READERS =
            Set.of("getProperty", "getProperties", "getInteger", "getLong", "getBoolean");

    private Conditions() {}

    /** Counts per module the classes that read system properties; stateful, made anew for each rule. */
    static final class ReadPropertiesInOneClass extends ArchCondition<JavaClass> {
        private final Map<String, Set<String>> readersByModule = new TreeMap<>();

        ReadPropertiesInOneClass() {
            super("read system properties in at most one class per module");
        }

        @Override
        public void init(Collection<JavaClass> all) {
            readersByModule.clear();
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            if (type.getMethodCallsFromSelf().stream().anyMatch(Conditions::readsProperty)) {
                readersByModule
                        .computeIfAbsent(Origin.module(type), module -> new TreeSet<>())
                        .add(topLevel(type).getName());
            }
        }

        @Override
        public void finish(ConditionEvents events) {
            readersByModule.forEach((module, readers) -> events.add(new SimpleConditionEvent(
                    module, readers.size() < 2, module + ": " + readers + " (expected: at most one of them)")));
        }
    }

    private static boolean isFreeOfUnsafe(String name) {
        return name.startsWith("org.agrona.collections.") || name.startsWith("org.agrona.DeadlineTimerWheel");
    }

    private static boolean readsProperty(JavaAccess<?> call) {
        return PROPERTY_READERS.contains(call.getName())
                && isIn(call, "java.lang.System", "java.lang.Integer", "java.lang.Long", "java.lang.Boolean");
    }

    private static boolean isIn(JavaAccess<?> call, String... owners) {
        return Set.of(owners).contains(call.getTargetOwner().getName());
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(Conditions::isPublic).orElse(true);
    }

    private static boolean isVisible(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static boolean namesByteBuf(JavaMember member) {
        Stream<JavaClass> types = member instanceof JavaField field
                ? Stream.of(field.getRawType())
                : Stream.concat(
                        Stream.of(((JavaCodeUnit) member).getRawReturnType()),
                        ((JavaCodeUnit) member).getRawParameterTypes().stream());
        return types.anyMatch(
                        type -> type.getBaseComponentType().getPackageName().equals("io.netty.buffer"))
                && !(member instanceof JavaMethod method && method.getOwner().isAssignableTo(inSpi()));
    }

    /** A codec implements the SPI, whose signatures it cannot choose. */
    private static DescribedPredicate<JavaClass> inSpi() {
        return JavaClass.Predicates.resideInAPackage("..spi..");
    }

    private static JavaClass topLevel(JavaClass type) {
        return type.getEnclosingClass().map(Conditions::topLevel).orElse(type);
    }

    private static ArchCondition<JavaClass> condition(String description, Function<JavaClass, Stream<?>> offenders) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                offenders.apply(type).forEach(it -> events.add(SimpleConditionEvent.violated(it, it.toString())));
            }
        };
    }

    /** Holds for each call that matches, so that {@code noClasses().should(...)} reports them. */
    private static ArchCondition<JavaClass> calls(String description, Predicate<JavaAccess<?>> matches) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getMethodCallsFromSelf().stream()
                        .filter(matches)
                        .forEach(call -> events.add(SimpleConditionEvent.satisfied(call, call.getDescription())));
            }
        };
    }
}
