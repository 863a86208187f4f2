package dev.outboard.rpc.model;

import static dev.outboard.rpc.model.ModelFrame.CANCEL;
import static dev.outboard.rpc.model.ModelFrame.CONNECTION_CREDIT;
import static dev.outboard.rpc.model.ModelFrame.CREDIT;
import static dev.outboard.rpc.model.ModelFrame.DATA;
import static dev.outboard.rpc.model.ModelFrame.GOAWAY;
import static dev.outboard.rpc.model.ModelFrame.HEADER;
import static dev.outboard.rpc.model.ModelFrame.HELLO;
import static dev.outboard.rpc.model.ModelFrame.HELLO_ACK;
import static dev.outboard.rpc.model.ModelFrame.METHOD_DEF;
import static dev.outboard.rpc.model.ModelFrame.NOTIFY;
import static dev.outboard.rpc.model.ModelFrame.PART;
import static dev.outboard.rpc.model.ModelFrame.PING;
import static dev.outboard.rpc.model.ModelFrame.PONG;
import static dev.outboard.rpc.model.ModelFrame.REQUEST;
import static dev.outboard.rpc.model.ModelFrame.RESPONSE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What holds for every frame, whatever the connection's state. */
public final class ModelRules {
    static final byte[] PREFACE = {(byte) 0x89, 0x4f, 0x42, 0x44, 0x0d, 0x0a, 0x1a, 0x0a};

    private static final Set<Integer> KNOWN = Set.of(
            REQUEST,
            RESPONSE,
            DATA,
            CANCEL,
            CREDIT,
            HELLO,
            HELLO_ACK,
            METHOD_DEF,
            NOTIFY,
            PING,
            PONG,
            GOAWAY,
            CONNECTION_CREDIT,
            PART);

    private ModelRules() {}

    /**
     * What bytes are, in words: each frame; then what is wrong, or whether the last one is complete.
     *
     * @param most frames to look at; what is behind them is left alone
     */
    public static List<String> events(byte[] bytes, boolean expectsPreface, int longest, int most) {
        List<String> events = new ArrayList<>();
        int at = 0;
        if (expectsPreface) {
            int there = Math.min(bytes.length, PREFACE.length);
            if (Arrays.mismatch(bytes, 0, there, PREFACE, 0, there) >= 0) {
                return List.of("bad-preface");
            }
            if (there < PREFACE.length) {
                return List.of(there == 0 ? "complete" : "incomplete");
            }
            events.add("preface");
            at = PREFACE.length;
        }
        while (at < bytes.length && events.size() < most) {
            if (bytes.length - at < HEADER) {
                events.add("incomplete");
                return events;
            }
            ModelFrame header = ModelFrame.header(bytes, at);
            String wrong = fault(header, longest);
            int end = at + HEADER + header.length();
            if (wrong != null || end > bytes.length) {
                events.add(wrong != null ? wrong : "incomplete");
                return events;
            }
            byte[] body = Arrays.copyOfRange(bytes, at + HEADER, end);
            events.add(KNOWN.contains(header.type()) ? header + " body " + Arrays.hashCode(body) : "skipped");
            at = end;
        }
        events.add("complete");
        return events;
    }

    /** "The checks come in this order": Length, Type, the fields of the type; null where all is well. */
    static String fault(ModelFrame frame, int longest) {
        if (frame.length() > longest) {
            return "frame-too-long";
        }
        if (!KNOWN.contains(frame.type())) {
            return (frame.type() & 0x80) != 0 ? null : "unknown-frame";
        }
        boolean ofConnection = (frame.type() & 0x40) != 0;
        boolean streamIsRight = ofConnection ? frame.stream() == 0 : frame.slot() != 0;
        boolean aux32IsRight = frame.type() == REQUEST || frame.type() == RESPONSE || frame.aux32() == 0;
        boolean good = flagsAreRight(frame)
                && extensionIsRight(frame)
                && streamIsRight
                && aux32IsRight
                && aux16IsRight(frame)
                && lengthIsRight(frame);
        return good ? null : "bad-frame";
    }

    private static boolean flagsAreRight(ModelFrame frame) {
        int allowed = switch (frame.type()) {
            case REQUEST -> 7;
            case RESPONSE -> 6;
            case DATA -> frame.length() == 0 ? 2 : 6;
            case PART -> 2;
            case NOTIFY -> 4;
            default -> 0;
        };
        boolean goesOn = (frame.flags() & 2) != 0;
        return (frame.flags() & ~allowed) == 0 && (!goesOn || frame.length() >= 1024);
    }

    private static boolean extensionIsRight(ModelFrame frame) {
        return frame.extension() == 0 || frame.type() == REQUEST || frame.type() == RESPONSE || frame.type() == NOTIFY;
    }

    private static boolean aux16IsRight(ModelFrame frame) {
        return switch (frame.type()) {
            case REQUEST, RESPONSE, METHOD_DEF, NOTIFY, GOAWAY -> true;
            case DATA -> frame.aux16() == 0 || frame.aux16() == 1 && frame.length() == 0;
            case PART -> frame.aux16() >= 1 && frame.aux16() <= 3;
            case CANCEL -> frame.aux16() >= 1 && frame.aux16() <= 255;
            default -> frame.aux16() == 0;
        };
    }

    private static boolean lengthIsRight(ModelFrame frame) {
        return switch (frame.type()) {
            case CANCEL, GOAWAY -> frame.length() <= 1024;
            case PART -> frame.length() > 0;
            case CREDIT, CONNECTION_CREDIT, PING, PONG -> frame.length() == 8;
            case HELLO, HELLO_ACK, METHOD_DEF -> frame.length() <= 4096;
            default -> true;
        };
    }
}
