package dev.outboard.codegen;

import java.util.List;

/** Methods of many statements, cut so that the JIT compiles each part. */
final class Chunks {
    private static final int STATEMENTS = 100;

    private Chunks() {}

    /** A method without parameters. */
    static void method(Source out, String declaration, String name, List<String> statements) {
        method(out, declaration, name, statements, "", "");
    }

    /** @param parameters with their types; {@code arguments} are the same without */
    static void method(
            Source out, String declaration, String name, List<String> statements, String parameters, String arguments) {
        int parts = Math.max(1, (statements.size() + STATEMENTS - 1) / STATEMENTS);
        for (int part = 0; part < parts; part++) {
            if (part > 0) {
                out.member();
            }
            out.open("%s(%s)", part == 0 ? declaration : "private void " + name + "More" + part, parameters);
            int end = Math.min(statements.size(), (part + 1) * STATEMENTS);
            statements.subList(part * STATEMENTS, end).forEach(statement -> out.line(statement));
            if (part < parts - 1) {
                out.line("%sMore%d(%s);", name, part + 1, arguments);
            }
            out.close();
        }
    }
}
