package dev.outboard.bench.prove;

/**
 * One figure of a proof.
 *
 * @param name with its unit
 * @param definition what exactly was counted
 * @param measured as printed
 * @param figure the same as a number; NaN where it is none
 * @param expected the bar as printed; empty where there is none
 * @param met whether the bar was met; true where there is none
 */
record Finding(String name, String definition, String measured, double figure, String expected, boolean met) {
    /** A figure without a bar. */
    static Finding of(String name, String definition, double figure, String measured) {
        return new Finding(name, definition, measured, figure, "", true);
    }

    /** A figure that must not be above a bar. */
    static Finding atMost(String name, String definition, double figure, double bar, String measured, String expected) {
        return new Finding(name, definition, measured, figure, "at most " + expected, figure <= bar);
    }

    /** A figure that must not be below a bar. */
    static Finding atLeast(
            String name, String definition, double figure, double bar, String measured, String expected) {
        return new Finding(name, definition, measured, figure, "at least " + expected, figure >= bar);
    }

    /** Something that has to be so. */
    static Finding holds(String name, String definition, boolean met, String measured, String expected) {
        return new Finding(name, definition, measured, Double.NaN, expected, met);
    }
}
