package dev.outboard.im.load;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A log of a chat, to be replayed: a line for each message, {@code millis TAB group TAB user TAB text}. Groups and users are
 * any words, and are numbered in the order in which they turn up. Immutable.
 *
 * @param lines ordered by time, the first one at 0
 * @param groups how many
 * @param users how many
 */
record ChatLog(List<Line> lines, int groups, int users) {
    /** The most messages of a log. */
    static final int MAX_LINES = 5_000_000;

    private static final int FIELDS = 4;

    /**
     * One message.
     *
     * @param millis since the first one
     * @param group counted from 0
     * @param user counted from 0
     */
    record Line(long millis, int group, int user, String text) {}

    /**
     * Reads a log.
     *
     * @throws IllegalArgumentException for one that cannot be read, or that is no log, with the number of the line
     */
    static ChatLog read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException("replay: not UTF-8 (expected: a log in UTF-8)", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("replay: " + e + " (expected: a file that can be read)", e);
        }
        return parse(lines);
    }

    static ChatLog parse(List<String> text) {
        if (text.size() > MAX_LINES) {
            throw new IllegalArgumentException("replay: " + text.size() + " lines (expected: at most 5000000)");
        }
        Map<String, Integer> groups = new LinkedHashMap<>();
        Map<String, Integer> users = new LinkedHashMap<>();
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < text.size(); i++) {
            if (!text.get(i).isBlank()) {
                lines.add(line(i + 1, text.get(i).split("\t", FIELDS), groups, users));
            }
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("replay: 0 messages (expected: 1 or more)");
        }
        lines.sort(Comparator.comparingLong(Line::millis));
        long first = lines.get(0).millis();
        List<Line> shifted = lines.stream()
                .map(line -> new Line(line.millis() - first, line.group(), line.user(), line.text()))
                .toList();
        return new ChatLog(shifted, groups.size(), users.size());
    }

    private static Line line(int number, String[] fields, Map<String, Integer> groups, Map<String, Integer> users) {
        if (fields.length < FIELDS || !fields[0].matches("\\d{1,15}")) {
            throw new IllegalArgumentException(
                    "replay: line " + number + " (expected: millis, group, user and text, with tabs between)");
        }
        return new Line(Long.parseLong(fields[0]), number(groups, fields[1]), number(users, fields[2]), fields[3]);
    }

    private static int number(Map<String, Integer> numbers, String name) {
        return numbers.computeIfAbsent(name, unused -> numbers.size());
    }

    /** How long it takes from the first message to the last, in milliseconds. */
    long lengthMillis() {
        return lines.get(lines.size() - 1).millis();
    }

    /** For each group, those who wrote to it. */
    List<Set<Integer>> writers() {
        List<Set<Integer>> writers = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            writers.add(new TreeSet<>());
        }
        lines.forEach(line -> writers.get(line.group()).add(line.user()));
        return writers;
    }
}
