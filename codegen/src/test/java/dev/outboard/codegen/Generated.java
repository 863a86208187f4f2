package dev.outboard.codegen;

/** The classes that the generator makes of all schemas of the tests, compiled once. */
final class Generated {
    private static final Schemas SCHEMAS = Schemas.compiled();
    private static final Compiled CLASSES = Compiled.of(Generator.generate(SCHEMAS.request()));

    private Generated() {}

    /** Without the files that describe files. */
    static Schemas schemas() {
        return SCHEMAS;
    }

    static ClassLoader classes() {
        return CLASSES;
    }
}
