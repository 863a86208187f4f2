package dev.outboard.im.cli;

import dev.outboard.im.config.ConfigException;
import dev.outboard.im.config.Configuration;
import dev.outboard.im.config.Configuration.Entry;
import dev.outboard.im.config.FileWatch;
import dev.outboard.im.config.Layer;
import dev.outboard.im.config.LiveConfiguration;
import dev.outboard.im.config.PropertiesText;
import dev.outboard.im.config.Schema;
import dev.outboard.im.config.Setting;
import dev.outboard.im.config.Source;
import dev.outboard.im.config.Values;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options of {@code serve} as settings: each may come from a profile, a file, the environment or the command line. Used by the
 * command's thread.
 */
final class ServeSettings {
    /** What the names of environment variables begin with. */
    static final String PREFIX = "OUTBOARD_IM_";

    private static final String CONFIG = "config";
    private static final String PROFILE = "profile";
    /** Not settings: they are about this one start. */
    private static final Set<String> ASIDE = Set.of("help", "version", CONFIG, "print-config");

    /** An address of NATS may have a password in it. */
    private static final Set<String> SECRET = Set.of("backplane");

    private final Schema schema;
    private final List<Layer> layers = new ArrayList<>();
    private final @Nullable Path file;
    private final Configuration configuration;

    private ServeSettings(CommandSpec command, Map<String, String> environment) {
        this.schema = new Schema(settings(command));
        Map<String, String> variables = variables(environment);
        this.file = file(command, variables);
        variables.remove(CONFIG);
        if (file != null) {
            layers.add(new Layer(Source.FILE, file.toString(), PropertiesText.read(file)));
        }
        layers.add(new Layer(Source.ENVIRONMENT, "", variables));
        layers.add(new Layer(Source.FLAG, "", flags(command)));
        String profile = Configuration.of(schema, layers).string(PROFILE);
        layers.add(new Layer(Source.PROFILE, profile, Profiles.values(profile)));
        this.configuration = Configuration.of(schema, layers);
    }

    /**
     * Finds out what is set where, and gives every option its value.
     *
     * @param command parsed
     * @throws ConfigException for what cannot be used, in one line
     */
    static ServeSettings resolve(CommandSpec command, Map<String, String> environment) {
        ServeSettings settings = new ServeSettings(command, environment);
        for (Entry entry : settings.configuration.entries()) {
            if (entry.source() != Source.DEFAULT && entry.source() != Source.FLAG) {
                option(command, entry.setting().name()).setValue(entry.value());
            }
        }
        return settings;
    }

    /** What is in force at the start. */
    Configuration configuration() {
        return configuration;
    }

    /** The same, for a server that takes changes. */
    LiveConfiguration live() {
        return new LiveConfiguration(schema, layers, Clock.systemUTC());
    }

    /** Has changes of the file taken over; null where there is no file. */
    @Nullable
    FileWatch watch(LiveConfiguration live, Duration interval) {
        return file == null ? null : FileWatch.start(file, layers.get(0), interval, live);
    }

    /** The table of what is in force and why. */
    void print(PrintWriter out) {
        String row = "%-20s %-28s %-5s %s%n";
        out.printf(Locale.ROOT, row, "SETTING", "VALUE", "LIVE", "FROM");
        for (Entry entry : configuration.entries()) {
            out.printf(
                    Locale.ROOT,
                    row,
                    entry.setting().name(),
                    entry.text().isEmpty() ? "-" : entry.text(),
                    entry.setting().live() ? "yes" : "-",
                    from(entry));
        }
        out.flush();
    }

    private static String from(Entry entry) {
        return switch (entry.source()) {
            case ENVIRONMENT -> "environment " + variable(entry.setting().name());
            case FLAG -> "flag --" + entry.setting().name();
            default -> entry.label();
        };
    }

    /** The names of all settings of {@code command}. */
    static Set<String> names(CommandSpec command) {
        Set<String> names = new TreeSet<>();
        settings(command).forEach(setting -> names.add(setting.name()));
        return names;
    }

    private static List<Setting> settings(CommandSpec command) {
        List<Setting> settings = new ArrayList<>();
        for (OptionSpec option : command.options()) {
            String name = name(option);
            if (!ASIDE.contains(name)) {
                settings.add(new Setting(
                        name,
                        option.initialValue(),
                        reader(option),
                        OpsOptions.LIVE.contains(name),
                        SECRET.contains(name) || name.endsWith("secret")));
            }
        }
        return settings;
    }

    private static Function<String, Object> reader(OptionSpec option) {
        Class<?> type = option.type();
        if (type == String.class) {
            return text -> text;
        } else if (type == int.class || type == Integer.class) {
            return Values::integer;
        } else if (type == long.class || type == Long.class) {
            return Values::longInteger;
        } else if (type == double.class || type == Double.class) {
            return Values::number;
        } else if (type == boolean.class || type == Boolean.class) {
            return Values::bool;
        } else if (type == Duration.class) {
            return Values::duration;
        } else if (type == Path.class) {
            return Values::path;
        }
        throw new IllegalArgumentException("option: of type " + type + " (expected: one that has a reader here)");
    }

    private static Map<String, String> flags(CommandSpec command) {
        Map<String, String> texts = new HashMap<>();
        for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
            String name = name(option);
            if (!ASIDE.contains(name)) {
                List<String> given = option.stringValues();
                texts.put(name, given.isEmpty() ? "true" : String.join(",", given));
            }
        }
        return texts;
    }

    /** By the settings' names; a variable whose name is nobody's is refused. */
    private static Map<String, String> variables(Map<String, String> environment) {
        Map<String, String> texts = new HashMap<>();
        environment.forEach((variable, text) -> {
            if (variable.startsWith(PREFIX)) {
                String name = variable.substring(PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-');
                texts.put(name, text);
            }
        });
        return texts;
    }

    /** The variable that sets {@code name}. */
    static String variable(String name) {
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static @Nullable Path file(CommandSpec command, Map<String, String> variables) {
        Path flag = option(command, CONFIG).getValue();
        String variable = variables.get(CONFIG);
        return flag != null || variable == null ? flag : Values.path(variable);
    }

    private static OptionSpec option(CommandSpec command, String name) {
        OptionSpec option = command.findOption("--" + name);
        if (option == null) {
            throw new IllegalArgumentException("option: --" + name + " (expected: one of the command's)");
        }
        return option;
    }

    /** The first of its names, without the dashes. */
    private static String name(OptionSpec option) {
        String first = option.names()[0];
        for (String name : option.names()) {
            if (name.startsWith("--")) {
                first = name;
                break;
            }
        }
        return first.replaceFirst("^-+", "");
    }
}
