package dev.cloze.data;

import dev.cloze.Refusal;

/** Where the language of a record is said. */
public sealed interface LanguageTag {

    /** Where no language is known. */
    LanguageTag UNKNOWN = new Constant("und");

    /**
     * All records are in one language.
     *
     * @param code the language's code
     */
    record Constant(String code) implements LanguageTag {

        /** Checks that there is a code. */
        public Constant {
            Refusal.require(!code.isBlank(), "a language's code must not be blank; und stands for unknown");
        }
    }

    /**
     * Each record says it.
     *
     * @param name the field that holds the code
     */
    record Field(String name) implements LanguageTag {}
}
