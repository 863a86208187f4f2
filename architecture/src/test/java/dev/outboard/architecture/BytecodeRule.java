package dev.outboard.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What every module's bytecode must hold to; each rule comes with a plant, the smallest class that breaks it. */
enum BytecodeRule {
    UNSAFE_MEMORY_STAYS_BEHIND_ITS_GATE(
            noClasses()
                    .that(not(resideInAnyPackage(Allowed.UNSAFE_MEMORY)))
                    .should()
                    .dependOnClassesThat(Conditions.UNSAFE_MEMORY)
                    .because("one package may touch raw memory; the others must run where it is denied"),
            new Plant("rpc-core/target/classes", "dev.outboard.rpc.Planted", "Object unsafe = sun.misc.Unsafe.class;")),

    NETTY_INTERNALS_STAY_BEHIND_THE_GATE(
            noClasses()
                    .that(not(resideInAnyPackage(Allowed.UNSAFE_MEMORY)))
                    .should()
                    .dependOnClassesThat(resideInAPackage("io.netty.util.internal.."))
                    .because("PlatformDependent and its neighbours are not API"),
            new Plant(
                    "rpc-core/target/classes",
                    "dev.outboard.rpc.netty.Planted",
                    "boolean unsafe = io.netty.util.internal.PlatformDependent.hasUnsafe();")),

    CODEC_VALUES_DO_NOT_KNOW_THE_SPI(
            arrow(
                    "dev.outboard.codec",
                    "dev.outboard.codec.spi..",
                    "dev.outboard.codec.safe..",
                    "dev.outboard.codec.unsafe.."),
            Plant.using("codec-api", "dev.outboard.codec.Planted", "dev.outboard.codec.spi.Used")),

    CODEC_PROTOBUF_STANDS_ON_CODEC_VALUES(
            arrow(
                    "dev.outboard.codec.protobuf..",
                    "dev.outboard.codec.spi..",
                    "dev.outboard.codec.safe..",
                    "dev.outboard.codec.unsafe..",
                    "io.netty.."),
            Plant.using("codec-protobuf", "dev.outboard.codec.protobuf.Planted", "dev.outboard.codec.spi.Used")),

    CODEC_PROTOBUF_IS_OPTIONAL(
            noClasses()
                    .that(Origin.MAIN_CODE)
                    .and(not(resideInAPackage("dev.outboard.codec.protobuf..")))
                    .should()
                    .dependOnClassesThat(resideInAPackage("dev.outboard.codec.protobuf.."))
                    .because("protobuf-java's messages are for those who ask for them"),
            Plant.using("rpc-core", "dev.outboard.rpc.Planted", "dev.outboard.codec.protobuf.Used")),

    CODEC_SPI_DOES_NOT_KNOW_ITS_CODECS(
            arrow("dev.outboard.codec.spi..", "dev.outboard.codec.safe..", "dev.outboard.codec.unsafe.."),
            Plant.using("codec-api", "dev.outboard.codec.spi.Planted", "dev.outboard.codec.safe.Used")),

    RPC_VALUES_ARE_AT_THE_BOTTOM(
            arrow(
                    "dev.outboard.rpc",
                    "dev.outboard.rpc.frame..",
                    "dev.outboard.rpc.call..",
                    "dev.outboard.rpc.channel..",
                    "dev.outboard.rpc.netty.."),
            Plant.using("rpc-core", "dev.outboard.rpc.Planted", "dev.outboard.rpc.frame.Used")),

    RPC_CHANNELS_STAND_ON_CONNECTIONS(
            arrow("dev.outboard.rpc.channel..", "dev.outboard.rpc.frame..", "dev.outboard.rpc.netty..", "io.netty.."),
            new Plant(
                    "rpc-core/target/classes",
                    "dev.outboard.rpc.channel.Planted",
                    "Object buffer = io.netty.buffer.ByteBuf.class;")),

    RPC_CONNECTIONS_DO_NOT_KNOW_CHANNELS(
            arrow("dev.outboard.rpc.netty..", "dev.outboard.rpc.channel.."),
            Plant.using("rpc-core", "dev.outboard.rpc.netty.Planted", "dev.outboard.rpc.channel.Used")),

    RPC_FRAMES_DO_NOT_KNOW_CALLS(
            arrow(
                    "dev.outboard.rpc.frame..",
                    "dev.outboard.rpc.call..",
                    "dev.outboard.rpc.netty..",
                    "io.netty.channel.."),
            Plant.using("rpc-core", "dev.outboard.rpc.frame.Planted", "dev.outboard.rpc.call.Used")),

    RPC_CALLS_DO_NOT_KNOW_CHANNELS(
            arrow("dev.outboard.rpc.call..", "dev.outboard.rpc.netty..", "io.netty.channel..", "io.netty.handler.."),
            new Plant(
                    "rpc-core/target/classes",
                    "dev.outboard.rpc.call.Planted",
                    "Object channel = io.netty.channel.Channel.class;")),

    RPC_SERVICES_STAND_ON_THE_API(
            arrow(
                    "dev.outboard.rpc.services..",
                    "dev.outboard.rpc.frame..",
                    "dev.outboard.rpc.call..",
                    "dev.outboard.rpc.channel..",
                    "dev.outboard.rpc.netty..",
                    "io.netty.."),
            Plant.using("rpc-services", "dev.outboard.rpc.services.Planted", "dev.outboard.rpc.netty.Used")),

    METERS_AND_SPANS_ARE_OPTIONAL(
            noClasses()
                    .that(Origin.MAIN_CODE)
                    .and(not(resideInAnyPackage(Allowed.METERS)))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(
                            "dev.outboard.rpc.micrometer..",
                            "dev.outboard.rpc.opentelemetry..",
                            "io.micrometer..",
                            "io.opentelemetry.."))
                    .because("who measures and traces asks for it (ADR 60); the IM server's admin endpoint does"),
            Plant.using("rpc-core", "dev.outboard.rpc.netty.Planted", "dev.outboard.rpc.micrometer.Used")),

    METERS_STAND_ON_RPC_VALUES(
            arrow(
                    "dev.outboard.rpc.micrometer..",
                    "dev.outboard.rpc.opentelemetry..",
                    "dev.outboard.rpc.frame..",
                    "dev.outboard.rpc.call..",
                    "dev.outboard.rpc.netty..",
                    "dev.outboard.codec.spi.."),
            Plant.using("rpc-micrometer", "dev.outboard.rpc.micrometer.Planted", "dev.outboard.rpc.frame.Used")),

    SPANS_STAND_ON_RPC_VALUES_AND_BUILDERS(
            arrow(
                    "dev.outboard.rpc.opentelemetry..",
                    "dev.outboard.rpc.micrometer..",
                    "dev.outboard.rpc.frame..",
                    "dev.outboard.rpc.call..",
                    "dev.outboard.codec.spi.."),
            Plant.using("rpc-opentelemetry", "dev.outboard.rpc.opentelemetry.Planted", "dev.outboard.rpc.call.Used")),

    IM_MEETS_ITS_CODEC_THROUGH_THE_RPC(
            arrow(
                    "dev.outboard.im..",
                    "dev.outboard.codec.safe..",
                    "dev.outboard.codec.unsafe..",
                    "dev.outboard.bench.."),
            Plant.using("im-broadcast-demo", "dev.outboard.im.Planted", "dev.outboard.codec.unsafe.Used")),

    PACKAGES_HAVE_NO_CYCLES(
            slices().matching("dev.outboard.(**)").should().beFreeOfCycles(),
            Plant.cycle("im-broadcast-demo", "dev.outboard.im.one.Planted", "dev.outboard.im.two.Other")),

    BYTE_BUFS_STAY_OUT_OF_PUBLIC_SIGNATURES(
            classes()
                    .that(Origin.MAIN_CODE)
                    .and(resideInAnyPackage("dev.outboard.codec..", "dev.outboard.rpc..", "dev.outboard.im.."))
                    .and(not(resideInAPackage("..spi..")))
                    .should(Conditions.HIDE_BYTE_BUFS),
            new Plant(
                    "rpc-core/target/classes",
                    "dev.outboard.rpc.netty.Planted",
                    "public void send(io.netty.buffer.ByteBuf frame) {}")),

    SYSTEM_PROPERTIES_ARE_READ_IN_ONE_CLASS_PER_MODULE(
            classes().that(Origin.MAIN_CODE).should(new Conditions.ReadPropertiesInOneClass()),
            Plant.twice(
                    "rpc-core",
                    "dev.outboard.rpc.Planted",
                    "dev.outboard.rpc.Other",
                    "String property = System.getProperty(\"outboard.planted\");")),

    FINALIZERS_ARE_LEGACY(
            classes().that(not(resideInAnyPackage(Allowed.FINALIZERS))).should(Conditions.DECLARE_NO_FINALIZER),
            new Plant(
                    "codec-safe/target/classes",
                    "dev.outboard.codec.safe.Planted",
                    "@SuppressWarnings({\"deprecation\", \"removal\"}) @Override protected void finalize() {}")),

    ONLY_COMMANDS_END_THE_PROCESS(
            noClasses()
                    .that(Origin.MAIN_CODE)
                    .and(not(resideInAnyPackage(Allowed.PROCESS_EXIT)))
                    .should(Conditions.END_THE_PROCESS),
            new Plant(
                    "rpc-core/target/classes",
                    "dev.outboard.rpc.Planted",
                    "void end() { Runtime.getRuntime().halt(1); }")),

    LIBRARIES_LOG_AND_DO_NOT_PRINT(
            noClasses()
                    .that(Origin.MAIN_CODE)
                    .and(resideInAnyPackage("dev.outboard.codec..", "dev.outboard.rpc.."))
                    .should()
                    .accessField(System.class, "out")
                    .orShould()
                    .accessField(System.class, "err"),
            new Plant("rpc-core/target/classes", "dev.outboard.rpc.Planted", "Object out = System.out;")),

    NO_TEST_IS_DISABLED(
            classes().should(Conditions.BE_ENABLED),
            new Plant(
                    "rpc-core/target/test-classes",
                    "dev.outboard.rpc.PlantedTest",
                    "@org.junit.jupiter.api.Disabled @org.junit.jupiter.api.Test void sleeps() {}")),

    TESTS_DO_NOT_SLEEP(
            noClasses().that(Origin.TEST_CODE).should(Conditions.SLEEP).because("a latch knows when it is time"),
            new Plant(
                    "rpc-core/target/test-classes",
                    "dev.outboard.rpc.PlantedTest",
                    "void nap() throws InterruptedException { java.util.concurrent.TimeUnit.SECONDS.sleep(1); }")),

    TESTS_ARE_NAMED_SO_THAT_THEY_RUN(
            classes().that(Origin.TEST_CODE).should(Conditions.BE_FOUND_BY_THE_BUILD),
            new Plant(
                    "rpc-core/target/test-classes",
                    "dev.outboard.rpc.PlantedCheck",
                    "@org.junit.jupiter.api.Test void runs() {}"));

    private final ArchRule rule;
    private final Plant plant;

    BytecodeRule(ArchRule rule, Plant plant) {
        this.rule = rule.allowEmptyShould(true);
        this.plant = plant;
    }

    ArchRule rule() {
        return rule;
    }

    Plant plant() {
        return plant;
    }

    /** Returns the packages that the arrows name; a name that nothing has would make its arrow hold for ever. */
    static Set<String> packagesInArrows() {
        return Set.copyOf(Arrows.NAMED);
    }

    private static ArchRule arrow(String from, String... forbidden) {
        Arrows.NAMED.add(from);
        Arrows.NAMED.addAll(List.of(forbidden));
        DescribedPredicate<JavaClass> main = describe(
                "main code of " + from,
                type -> Origin.MAIN_CODE.test(type) && resideInAPackage(from).test(type));
        return noClasses()
                .that(main)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .because("arrows point one way (docs/architecture.md)");
    }

    private static final class Arrows {
        private static final Set<String> NAMED = new HashSet<>();
    }

    /** The named lists: what may do what the others may not. */
    private static final class Allowed {
        /** The gate of codec-unsafe, and the benchmark arms that show what was there before. */
        private static final String[] UNSAFE_MEMORY = {"dev.outboard.codec.unsafe..", "dev.outboard.bench.gc.legacy.."};

        private static final String[] METERS = {
            "dev.outboard.rpc.micrometer..", "dev.outboard.rpc.opentelemetry..", "dev.outboard.im.admin.."
        };

        private static final String[] FINALIZERS = {"dev.outboard.bench.gc.legacy.."};

        /** Entry points: commands, and the mains of JVMs that benchmarks and the conformance runner fork. */
        private static final String[] PROCESS_EXIT = {
            "dev.outboard..cli..", "dev.outboard.bench..", "dev.outboard.conformance.."
        };
    }
}
