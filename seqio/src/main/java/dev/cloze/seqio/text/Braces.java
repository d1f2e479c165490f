package dev.cloze.seqio.text;

import dev.cloze.seqio.Features;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts with features in braces, filled in as T5 does: a value is taken for a replacement in RE2's notation. */
final class Braces {

    private static final Pattern KEY = Pattern.compile("\\{(\\S+)\\}");

    private Braces() {}

    static String filled(String format, Features element) {
        Set<String> keys = new LinkedHashSet<>();
        Matcher matcher = KEY.matcher(format);
        while (matcher.find()) {
            keys.add(matcher.group(1));
        }
        String filled = format;
        for (String key : keys) {
            Pattern braced = Pattern.compile(Pattern.quote("{" + key + "}"));
            filled = Re2.replaced(filled, braced, element.text(key), true);
        }
        return filled;
    }
}
