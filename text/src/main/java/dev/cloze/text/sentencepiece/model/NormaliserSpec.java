package dev.cloze.text.sentencepiece.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * How text is brought into the form that pieces are looked up in.
 *
 * @param name the rule's name, such as {@code nmt_nfkc}
 * @param characterMap the compiled rules
 * @param addDummyPrefix whether text begins with {@code ▁} as every later word does
 * @param removeExtraWhitespace whether runs of spaces become one and those at the ends go
 * @param escapeWhitespace whether spaces become {@code ▁}
 */
public record NormaliserSpec(
        String name,
        CharacterMap characterMap,
        boolean addDummyPrefix,
        boolean removeExtraWhitespace,
        boolean escapeWhitespace) {

    /** The file format's defaults: no rules, spaces tidied. */
    public static final NormaliserSpec DEFAULT = new NormaliserSpec("", CharacterMap.NONE, true, true, true);

    /** SentencePiece's usual rules: NFKC with a few additions of its authors. */
    public static NormaliserSpec nmtNfkc() {
        return DEFAULT.withRules("nmt_nfkc", CharacterMap.read(resource("nmt_nfkc.bin"), "nmt_nfkc"));
    }

    /** No rules but for spaces. */
    public static NormaliserSpec identity() {
        return DEFAULT.withRules("identity", CharacterMap.NONE);
    }

    /** The same treatment of spaces with the compiled rules {@code characterMap}. */
    public NormaliserSpec withRules(String ruleName, CharacterMap rules) {
        return new NormaliserSpec(ruleName, rules, addDummyPrefix, removeExtraWhitespace, escapeWhitespace);
    }

    /** The same rules without any treatment of spaces. */
    public NormaliserSpec untouched() {
        return new NormaliserSpec(name, characterMap, false, false, false);
    }

    static NormaliserSpec read(WireReader in) {
        String name = "";
        CharacterMap map = CharacterMap.NONE;
        boolean prefix = true;
        boolean tidy = true;
        boolean escape = true;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.text();
                case 2 -> map = CharacterMap.read(in.raw(), in.place());
                case 3 -> prefix = in.flag();
                case 4 -> tidy = in.flag();
                case 5 -> escape = in.flag();
                default -> in.skip();
            }
        }
        return new NormaliserSpec(name, map, prefix, tidy, escape);
    }

    private static byte[] resource(String name) {
        try (InputStream in = NormaliserSpec.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the library lacks its resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    WireWriter write() {
        return new WireWriter()
                .text(1, name)
                .raw(2, characterMap.toBytes())
                .flag(3, addDummyPrefix)
                .flag(4, removeExtraWhitespace)
                .flag(5, escapeWhitespace);
    }
}
