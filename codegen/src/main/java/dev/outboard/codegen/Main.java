package dev.outboard.codegen;

import java.io.IOException;

/** What protoc runs: the request on standard input, the answer on standard output. */
public final class Main {
    private Main() {}

    /** Takes no arguments; options come in the request. */
    public static void main(String[] args) throws IOException {
        Generator.generate(Generator.parse(System.in)).writeTo(System.out);
    }
}
