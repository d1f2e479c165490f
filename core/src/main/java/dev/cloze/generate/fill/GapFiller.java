package dev.cloze.generate.fill;

import dev.cloze.Refusal;
import dev.cloze.generate.Generator;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.GenerationRequest;
import dev.cloze.generate.options.Stops;
import dev.cloze.generate.options.TokenRuns;
import dev.cloze.generate.search.Candidate;
import dev.cloze.text.Sentinels;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Fills the gaps of a text that a model of the T5 family was trained to fill (Raffel et al. 2020, §3.1.4).
 *
 * <pre>
 * text      Thank you &lt;extra_id_0&gt; me to your party &lt;extra_id_1&gt; week.
 * written   &lt;extra_id_0&gt; for inviting &lt;extra_id_1&gt; last &lt;extra_id_2&gt;
 * filled    Thank you for inviting me to your party last week.
 * </pre>
 */
public final class GapFiller {

    private static final int TOKENS_A_GAP = 24;

    private final Generator generator;
    private final Tokenizer tokenizer;
    private final Tokens prefix;

    /** Fills gaps with what {@code generator} writes. */
    public GapFiller(Generator generator, Tokenizer tokenizer) {
        this(generator, tokenizer, Tokens.EMPTY);
    }

    private GapFiller(Generator generator, Tokenizer tokenizer, Tokens prefix) {
        this.generator = generator;
        this.tokenizer = tokenizer;
        this.prefix = prefix;
    }

    /** This filler, with {@code tokens} before every input: UL2's mode tokens. */
    public GapFiller withPrefix(Tokens tokens) {
        return new GapFiller(generator, tokenizer, tokens);
    }

    /** The text with its gaps filled by the likeliest tokens. */
    public FilledText fill(String text) {
        int gaps = GappedText.parse(text).gaps();
        GenerationOptions options =
                GenerationOptions.greedy(TOKENS_A_GAP * (gaps + 1)).withLogProbabilities();
        return fill(List.of(text), options).get(0).get(0);
    }

    /** For each text its fillings, best first, as many as the options ask for. */
    public List<List<FilledText>> fill(List<String> texts, GenerationOptions options) {
        List<GappedText> gapped = texts.stream().map(GappedText::parse).toList();
        List<GenerationRequest> requests =
                gapped.stream().map(text -> request(text, options)).toList();
        List<List<Candidate>> written = generator.generate(requests);
        List<List<FilledText>> filled = new ArrayList<>();
        for (int i = 0; i < gapped.size(); i++) {
            GappedText text = gapped.get(i);
            filled.add(written.get(i).stream()
                    .map(candidate -> filled(text, candidate))
                    .toList());
        }
        return Collections.unmodifiableList(filled);
    }

    /** What is asked of the model for a text. */
    GenerationRequest request(GappedText text, GenerationOptions options) {
        Sentinels sentinels = tokenizer.vocabulary().sentinels();
        if (text.gaps() > sentinels.count()) {
            throw Refusal.at("text", "must have at most %d gaps, got %d", sentinels.count(), text.gaps());
        }
        int eos = tokenizer.vocabulary().eosId();
        Tokens input = tokenizer.framing().ended(eos).around(prefix.concat(tokenizer.encode(text.numbered())));
        Set<Integer> ends = new HashSet<>(options.stops().ids());
        if (ends.isEmpty()) {
            ends.add(eos);
        }
        if (text.gaps() < sentinels.count()) {
            ends.add(sentinels.id(text.gaps())); // The sentinel after the last gap closes it; nothing of use follows.
        }
        GenerationOptions filling = options.with(new Stops(ends, options.stops().texts()));
        return new GenerationRequest(input, filling.with(filling.rules().with(emptyGaps(text.gaps(), options))));
    }

    /** No gap is left empty: a span that was masked in training holds a token at least. */
    private TokenRuns emptyGaps(int gaps, GenerationOptions options) {
        Sentinels sentinels = tokenizer.vocabulary().sentinels();
        List<Tokens> never = new ArrayList<>();
        for (int gap = 0; gap < gaps; gap++) {
            never.add(Tokens.of(sentinels.id(gap), tokenizer.vocabulary().eosId()));
            if (gap + 1 < sentinels.count()) {
                never.add(Tokens.of(sentinels.id(gap), sentinels.id(gap + 1)));
            }
        }
        return options.rules().badWords().and(never);
    }

    private FilledText filled(GappedText text, Candidate candidate) {
        List<FilledText.Gap> gaps = Spans.of(candidate, text.gaps(), tokenizer);
        return new FilledText(text.filled(gaps), gaps, candidate.score());
    }
}
