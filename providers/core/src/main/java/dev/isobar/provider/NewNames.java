package dev.isobar.provider;

import dev.isobar.model.InvalidValue;
import dev.isobar.model.Names;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names of a model for things that have none, or one that a model does not take. No name is given twice. */
public final class NewNames {
    private static final int LONGEST = 30;

    private final Set<String> taken = new HashSet<>();

    /** @param taken names that are not to be given */
    public NewNames(String... taken) {
        this.taken.addAll(Set.of(taken));
    }

    /** The name itself where it is one and free, else one that is like it. */
    public String of(String wanted) {
        var plain = isName(wanted) ? wanted : plain(wanted);
        var name = plain;
        for (int i = 2; !taken.add(name); i++) {
            var end = "-" + i;
            name = cut(plain, LONGEST - end.length()) + end;
        }
        return name;
    }

    private static boolean isName(String text) {
        try {
            Names.requireName(text);
            return true;
        } catch (InvalidValue _) {
            return false;
        }
    }

    private static String plain(String text) {
        var plain = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+", "");
        var name = cut(plain.matches("[0-9].*") ? "n" + plain : plain, LONGEST);
        return name.isEmpty() ? "n" : name;
    }

    private static String cut(String name, int length) {
        return name.substring(0, Math.min(length, name.length())).replaceAll("-+$", "");
    }
}
