package dev.cloze.app.config.data;

import dev.cloze.Refusal;
import dev.cloze.Doc;
import dev.cloze.data.LanguageTag;
import dev.cloze.data.step.DocumentStep;
import dev.cloze.data.step.LengthFilter;
import dev.cloze.data.step.RandomChunk;
import dev.cloze.data.step.Tagged;
import dev.cloze.data.step.TokenStep;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What happens to a task's documents before they are learnt from: to their fields first, then to their tokens. */
public sealed interface StepChoice {

    /** The step, if it is one over fields. */
    default Optional<DocumentStep> overFields() {
        return Optional.empty();
    }

    /** The step, if it is one over tokens. */
    default Optional<TokenStep> overTokens() {
        return Optional.empty();
    }

    /** New names. */
    @Doc("Gives fields new names. Those without one are dropped, but for text and language.")
    record Rekey(
            @Doc("New names with the old ones: { inputs = question, targets = answer }.")
            Map<String, String> fields) implements StepChoice {

        @Override
        public Optional<DocumentStep> overFields() {
            return Optional.of(new dev.cloze.data.step.Rekey(fields));
        }
    }

    /** A template. */
    @Doc("Writes a field from others.")
    record Template(
            @Doc("The field that is written; it may be new.")
            String field,

            @Doc("Text with fields in braces, such as translate English to German: {en}; a brace twice is a brace.")
            String text)
            implements StepChoice {

        /** Checks the braces. */
        public Template {
            new dev.cloze.data.step.Template(field, text);
        }

        @Override
        public Optional<DocumentStep> overFields() {
            return Optional.of(new dev.cloze.data.step.Template(field, text));
        }
    }

    /** A filter by expression. */
    @Doc("Keeps the documents in one of whose fields a regular expression is found.")
    record Filter(
            @Doc("The field.") String field,

            @Doc("The regular expression, in Java's notation.")
            String matches,

            @Doc("false keeps those in which it is not found.")
            boolean keep)
            implements StepChoice {

        /** Checks the expression. */
        public Filter {
            compiled(matches);
        }

        private static Pattern compiled(String matches) {
            try {
                return Pattern.compile(matches);
            } catch (PatternSyntaxException e) {
                throw Refusal.because(e, "matches", "must be a regular expression: %s", e.getDescription());
            }
        }

        @Override
        public Optional<DocumentStep> overFields() {
            return Optional.of(new dev.cloze.data.step.Filter(field, compiled(matches), keep));
        }
    }

    /** A filter by length. */
    @Doc("Keeps the documents one of whose fields is neither too short nor too long.")
    record FilterLength(
            @Doc("The field.") String field,

            @Doc(value = "Fewest of them.", unit = "characters")
            int least,

            @Doc(value = "Most of them.", unit = "characters")
            int most)
            implements StepChoice {

        /** Checks the range. */
        public FilterLength {
            new LengthFilter(field, least, most);
        }

        @Override
        public Optional<DocumentStep> overFields() {
            return Optional.of(new LengthFilter(field, least, most));
        }
    }

    /** No document twice. */
    @Doc(
            "Keeps the first of the documents of a pass of this task that have the same text in some fields; name the files of several sources in one task to compare them all. A resumed run reads the pass again to know them.")
    record Deduplicate(
            @Doc("The fields that are compared.") List<String> fields,

            @Doc(value = "Most different documents of a pass; each takes 16 to 64 bytes of memory.", unit = "documents")
            int most)
            implements StepChoice {

        /** Checks the numbers. */
        public Deduplicate {
            new dev.cloze.data.step.Deduplicate(fields, most);
        }

        @Override
        public Optional<DocumentStep> overFields() {
            return Optional.of(new dev.cloze.data.step.Deduplicate(fields, most));
        }
    }

    /** Marks between sentences. */
    @Doc(
            "Marks where Chinese sentences end that end without a mark of their own, as CPT's preparation of data cuts them: behind an ellipsis, a closing quotation mark or a line.")
    record CutSentences(
            @Doc("The field.") String field,

            @Doc("The mark, a token of the vocabulary.") String mark) implements StepChoice {

        @Override
        public Optional<DocumentStep> overFields() {
            return Optional.of(new dev.cloze.data.step.CutSentences(field, mark));
        }
    }

    /** A language tag. */
    @Doc("Says the language of the documents.")
    record Language(
            @Doc("The code of all; empty where a field says it.")
            String code,

            @Doc("The field that says it, where code is empty.")
            String field)
            implements StepChoice {

        /** Checks that one is said. */
        public Language {
            Refusal.require(
                    code.isEmpty() != field.isEmpty(),
                    "either code or field must be said, got '%s' and '%s'",
                    code,
                    field);
        }

        @Override
        public Optional<DocumentStep> overFields() {
            LanguageTag tag = code.isEmpty() ? new LanguageTag.Field(field) : new LanguageTag.Constant(code);
            return Optional.of(new Tagged(tag));
        }
    }

    /** A random chunk. */
    @Doc("One chunk of each document, drawn anew in every epoch.")
    record SelectRandomChunk(
            @Doc(value = "Longest chunk.", unit = "tokens") int tokens) implements StepChoice {

        /** Checks the number. */
        public SelectRandomChunk {
            new RandomChunk(tokens);
        }

        @Override
        public Optional<TokenStep> overTokens() {
            return Optional.of(new RandomChunk(tokens));
        }
    }

    /** Documents joined. */
    @Doc("So many documents of a language as one, without a mark between them.")
    record ReduceConcat(
            @Doc(value = "How many.", unit = "documents") int documents) implements StepChoice {

        /** Checks the number. */
        public ReduceConcat {
            new dev.cloze.data.step.ReduceConcat(documents);
        }

        @Override
        public Optional<TokenStep> overTokens() {
            return Optional.of(new dev.cloze.data.step.ReduceConcat(documents));
        }
    }

    /** Segments of one length. */
    @Doc("Each document as segments of one length, the last one shorter.")
    record Split(
            @Doc(value = "Length of a segment.", unit = "tokens")
            int tokens) implements StepChoice {

        /** Checks the number. */
        public Split {
            dev.cloze.data.step.Split.fixed(tokens);
        }

        @Override
        public Optional<TokenStep> overTokens() {
            return Optional.of(dev.cloze.data.step.Split.fixed(tokens));
        }
    }

    /** Segments of a random length. */
    @Doc("Each document as segments of one length, which is drawn for it from a log-uniform distribution.")
    record SplitRandomly(
            @Doc(value = "Shortest length.", unit = "tokens")
            int least,

            @Doc(value = "Longest length.", unit = "tokens") int most)
            implements StepChoice {

        /** Checks the range. */
        public SplitRandomly {
            new dev.cloze.data.step.Split(least, most);
        }

        @Override
        public Optional<TokenStep> overTokens() {
            return Optional.of(new dev.cloze.data.step.Split(least, most));
        }
    }

    /** Ends. */
    @Doc("An end of sequence behind each document. A trim behind it may cut it off; a trim before it makes room.")
    record AppendEos() implements StepChoice {

        @Override
        public Optional<TokenStep> overTokens() {
            return Optional.of(new dev.cloze.data.step.AppendEos());
        }
    }

    /** Cut ends. */
    @Doc("Cuts off the end of longer documents.")
    record Trim(
            @Doc(value = "Most of them.", unit = "tokens") int tokens) implements StepChoice {

        /** Checks the number. */
        public Trim {
            new dev.cloze.data.step.Trim(tokens);
        }

        @Override
        public Optional<TokenStep> overTokens() {
            return Optional.of(new dev.cloze.data.step.Trim(tokens));
        }
    }
}
