package dev.cloze.objective;

import dev.cloze.Doc;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.data.random.TorchRandom;
import dev.cloze.objective.cpt.ChineseWords;
import dev.cloze.objective.cpt.CptNoise;
import dev.cloze.objective.cpt.CptWords;
import dev.cloze.text.Tokens;
import java.util.BitSet;
import java.util.List;

/**
 * CPT's two tasks (Shao et al. 2021, §3.2): to tell which words belong in gaps, and to write text whose words are missing and
 * whose sentences have changed places. Sentences end with {@code [SEP]}, which is put in; what no longer fits is cut off.
 *
 * <pre>
 * text           我们 喜欢 北京 。
 * understanding  [CLS] _ _ 喜 欢 北 京 。 [SEP]     tells 我 们 at their places
 * generation     [CLS] 我 们 _ 北 京 。 [SEP]       writes all of it
 * </pre>
 */
@Doc(
        name = "cpt",
        value =
                "CPT's two tasks over BERT's word pieces (Shao et al. 2021): which words belong in gaps, and to write text whose words are missing and whose sentences have changed places. Whole words are masked, Chinese ones as jieba cuts them. Needs batch.packing = none.")
public record CptDenoising(
        @Doc("Share of the words that is masked for the first task; for the second it is twice that.")
        double maskedShare,

        @Doc("Share of the examples that are written; with 0 a BERT can learn from it, too.")
        double generationShare)
        implements Objective {

    private static final String SENTENCE_ENDS = "。;；!！?？";

    /** Checks the ranges. */
    public CptDenoising {
        Refusal.require(
                0 < maskedShare && maskedShare <= 0.5,
                "masked-share must be above 0 and at most 0.5, got %s",
                maskedShare);
        Refusal.require(
                0 <= generationShare && generationShare <= 1,
                "generation-share must be in [0, 1], got %s",
                generationShare);
    }

    @Override
    public String name() {
        return "CPT(" + Names.number(maskedShare) + ", " + Names.number(generationShare) + ")";
    }

    @Override
    public Denoisers prepare(Setting setting) {
        int size = setting.vocabulary().size();
        int cls = id(setting, "[CLS]");
        int sep = id(setting, "[SEP]");
        int mask = id(setting, "[MASK]");
        int longest = Math.min(setting.lengths().inputs(), setting.lengths().targets());
        Refusal.require(longest >= Marks.AROUND + 2, "%s needs lengths of at least 4, got %d", name(), longest);
        Refusal.require(setting.mode().isEmpty(), "%s has no mode tokens", name());
        BitSet ends = setting.spelling().ids(size, piece -> piece.length() == 1 && SENTENCE_ENDS.contains(piece));
        Marks marks = new Marks(cls, sep, ends, longest);
        Denoiser understanding = new CptDenoiser(setting, marks, new CptNoise(maskedShare, mask, sep, size), false);
        Denoiser generation = new CptDenoiser(setting, marks, new CptNoise(2 * maskedShare, mask, sep, size), true);
        return Denoisers.mixed(
                List.of(Denoisers.of(understanding), Denoisers.of(generation)),
                new double[] {1 - generationShare, generationShare});
    }

    private int id(Setting setting, String piece) {
        int id = setting.spelling()
                .ids(setting.vocabulary().size(), piece::equals)
                .nextSetBit(0);
        Refusal.require(id >= 0, "%s needs BERT's [CLS], [SEP] and [MASK]; the vocabulary has no %s", name(), piece);
        return id;
    }

    /** Loaded once: the dictionary is large. */
    private static final class Dictionary {
        static final ChineseWords WORDS = ChineseWords.load();
    }

    /**
     * What stands around sentences.
     *
     * @param cls begins a sample
     * @param sep ends a sentence
     * @param ends tokens that a sentence ends with
     * @param longest most tokens of a sample
     */
    private record Marks(int cls, int sep, BitSet ends, int longest) {

        static final int AROUND = 2;

        Tokens sample(Tokens tokens) {
            TokenWriter writer = new TokenWriter(2 * tokens.size() + AROUND).add(cls);
            for (int i = 0; i < tokens.size(); i++) {
                writer.add(tokens.at(i));
                if (ends.get(tokens.at(i))) {
                    writer.add(sep);
                }
            }
            Tokens sample = writer.tokens();
            if (sample.at(sample.size() - 1) == sep && sample.size() <= longest) {
                return sample;
            }
            return sample.slice(0, Math.min(sample.size(), longest - 1)).append(sep);
        }
    }

    /** One of the two tasks, made ready. */
    private record CptDenoiser(Setting setting, Marks marks, CptNoise noise, boolean writes) implements Denoiser {

        @Override
        public String name() {
            return writes ? "generation" : "understanding";
        }

        @Override
        public int tokensLength() {
            return marks.longest() - Marks.AROUND;
        }

        @Override
        public Lengths lengths(int tokens, Seed seed) {
            int most = Math.min(marks.longest(), 2 * tokens + Marks.AROUND); // Any token may end a sentence.
            return new Lengths(most, most);
        }

        @Override
        public boolean needsWholeRows() {
            return true;
        }

        @Override
        public Example apply(Tokens tokens, String language, Seed seed) {
            TorchRandom random = new TorchRandom(seed.value());
            Tokens target = marks.sample(tokens);
            Tokens source = writes ? noise.permuted(target, random) : target;
            List<String> pieces =
                    source.stream().mapToObj(setting.spelling().piece()).toList();
            CptWords words = CptWords.of(pieces, Dictionary.WORDS);
            CptNoise.Replacement replacement =
                    writes ? CptNoise.Replacement.WHOLE_WORD : CptNoise.Replacement.EACH_TOKEN;
            return new Example(
                    noise.masked(source, words, replacement, random),
                    target,
                    new Example.Label(language, name()),
                    writes ? Example.Answer.WRITTEN : Example.Answer.IN_PLACE);
        }
    }
}
