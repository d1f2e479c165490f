package dev.cloze.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Golden;
import dev.cloze.Seed;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.GenerationRequest;
import dev.cloze.generate.options.Stops;
import dev.cloze.generate.options.TokenRules;
import dev.cloze.generate.options.TransformersOptions;
import dev.cloze.generate.search.Candidate;
import dev.cloze.model.T5;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GeneratorTest {

    private static final List<Tokens> INPUTS =
            List.of(Tokens.of(5, 9, 14, 1), Tokens.of(33, 1), Tokens.of(7, 7, 7, 80, 60, 50, 40, 1));

    private PointerScope scope;
    private Generator generator;

    @BeforeEach
    void open() {
        scope = new PointerScope();
        T5Config config = T5Config.v11(new T5Config.Shape(16, 8, 32, 2, 2, 2)).withVocab(384);
        WeightStore store = WeightStore.initialised(new Seed(11), Precision.FLOAT32);
        T5 model = T5.build(config, Weights.of(store));
        generator = new Generator(model, config.ids(), Optional.of(ByteTokenizer.of()), ComputeDevice.CPU);
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void every_row_has_its_own_options() {
        List<GenerationRequest> mixed = List.of(
                new GenerationRequest(INPUTS.get(0), GenerationOptions.greedy(3)),
                new GenerationRequest(INPUTS.get(1), beams(3, 9).withCandidates(2)),
                new GenerationRequest(INPUTS.get(2), sampling(5, 1).withCandidates(3)),
                new GenerationRequest(
                        INPUTS.get(1), GenerationOptions.greedy(12).with(TokenRules.NONE.withRepetitionPenalty(5))),
                new GenerationRequest(INPUTS.get(0), beams(2, 4)));
        List<List<Candidate>> together = generator.generate(mixed);
        assertThat(together).extracting(List::size).containsExactly(1, 2, 3, 1, 1);
        for (int i = 0; i < mixed.size(); i++) {
            List<Candidate> alone = generator.generate(List.of(mixed.get(i))).get(0);
            assertThat(together.get(i))
                    .extracting(Candidate::tokens)
                    .isEqualTo(alone.stream().map(Candidate::tokens).toList());
        }
    }

    @Test
    void one_beam_is_greedy() {
        List<Candidate> greedy = generator.generate(INPUTS, GenerationOptions.greedy(10));
        List<Candidate> beam = generator.generate(INPUTS, beams(1, 10));
        assertThat(beam)
                .extracting(Candidate::tokens)
                .isEqualTo(greedy.stream().map(Candidate::tokens).toList());
    }

    @Test
    void a_seed_decides_what_is_drawn_and_draws_differ() {
        GenerationOptions options = sampling(20, 5).withCandidates(4);
        List<Tokens> first = tokens(generator
                .generate(List.of(new GenerationRequest(INPUTS.get(0), options)))
                .get(0));
        List<Tokens> again = tokens(generator
                .generate(List.of(new GenerationRequest(INPUTS.get(0), options)))
                .get(0));
        assertThat(again).isEqualTo(first);
        assertThat(first).doesNotHaveDuplicates();
        assertThat(new HashSet<>(first.get(0).stream().boxed().toList())).hasSizeGreaterThan(1);
        assertThat(tokens(generator
                        .generate(List.of(new GenerationRequest(
                                INPUTS.get(0), sampling(20, 6).withCandidates(4))))
                        .get(0)))
                .isNotEqualTo(first);
    }

    @Test
    void an_end_in_one_row_ends_no_other() {
        Tokens long_ =
                generator.generate(INPUTS, GenerationOptions.greedy(8)).get(0).tokens();
        GenerationOptions ending = GenerationOptions.greedy(8).with(Stops.at(Set.of(long_.at(2))));
        List<List<Candidate>> found = generator.generate(List.of(
                new GenerationRequest(INPUTS.get(0), ending),
                new GenerationRequest(INPUTS.get(0), GenerationOptions.greedy(8))));
        assertThat(found.get(0).get(0).tokens().size()).isLessThanOrEqualTo(3);
        assertThat(found.get(1).get(0).tokens()).isEqualTo(long_);
    }

    @Test
    void ends_that_are_asked_for_take_the_place_of_the_models_own() {
        TokenRules endless = TokenRules.NONE.withMinTokens(9);
        List<Integer> written = first(GenerationOptions.greedy(9).with(endless));
        int last = written.get(written.size() - 1);
        GenerationOptions forced = GenerationOptions.greedy(4).with(TokenRules.NONE.withForcedFirst(1));
        assertThat(first(forced)).containsExactly(1);
        assertThat(first(forced.with(Stops.at(Set.of(last)))))
                .hasSizeGreaterThan(1)
                .startsWith(1);
    }

    @Test
    void a_stop_text_ends_the_text_that_completes_it() {
        ByteTokenizer bytes = ByteTokenizer.of();
        GenerationOptions plain = sampling(60, 3);
        Tokens whole = tokens(generator
                        .generate(List.of(new GenerationRequest(INPUTS.get(2), plain)))
                        .get(0))
                .get(0);
        String text = bytes.decode(whole);
        String stop = text.substring(text.length() / 2, text.length() / 2 + 1);
        GenerationOptions stopping = plain.with(new Stops(Set.of(), List.of(stop)));
        Tokens cut = tokens(generator
                        .generate(List.of(new GenerationRequest(INPUTS.get(2), stopping)))
                        .get(0))
                .get(0);
        assertThat(cut).isEqualTo(whole.slice(0, cut.size()));
        assertThat(bytes.decode(cut)).contains(stop);
        assertThat(bytes.decode(cut.slice(0, cut.size() - 1))).doesNotContain(stop);
    }

    @Test
    void rules_hold() {
        GenerationOptions base = GenerationOptions.greedy(12);
        Tokens plain = generator.generate(INPUTS, base).get(0).tokens();
        Tokens none = Tokens.of(plain.at(0));
        assertThat(first(base.with(TokenRules.NONE.withBadWords(List.of(none)))))
                .doesNotContain(plain.at(0));
        assertThat(first(base.with(TokenRules.NONE.withSuppressed(Set.of(plain.at(0))))))
                .doesNotContain(plain.at(0));
        assertThat(first(base.with(TokenRules.NONE.withForcedFirst(77).withForcedLast(78))))
                .startsWith(77)
                .endsWith(78)
                .hasSize(12);
        List<Integer> unrepeated = first(base.with(TokenRules.NONE.withNoRepeatNgram(1)));
        assertThat(unrepeated).doesNotHaveDuplicates();
        List<Integer> uncopied = first(base.with(TokenRules.NONE.withNoCopyNgram(1)));
        assertThat(uncopied).doesNotContain(5, 9, 14);
        assertThat(first(base.with(TokenRules.NONE.withMinTokens(12))))
                .hasSize(12)
                .doesNotContain(1);
    }

    @Test
    void the_listener_hears_every_token_of_its_request() {
        List<List<Integer>> heard = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<GenerationRequest> requests = INPUTS.stream()
                .map(input -> new GenerationRequest(input, GenerationOptions.greedy(6)))
                .toList();
        List<List<Candidate>> found =
                generator.generate(requests, (request, id) -> heard.get(request).add(id));
        for (int i = 0; i < heard.size(); i++) {
            assertThat(found.get(i).get(0).tokens().stream().boxed().toList()).isEqualTo(heard.get(i));
        }
    }

    @Test
    void the_score_of_a_text_is_what_writing_it_was_worth() {
        List<Candidate> written =
                generator.generate(INPUTS, GenerationOptions.greedy(9).withLogProbabilities());
        List<Score> scores =
                generator.score(INPUTS, written.stream().map(Candidate::tokens).toList());
        for (int i = 0; i < scores.size(); i++) {
            assertThat(scores.get(i).total()).isCloseTo(written.get(i).score(), within(1e-3));
            assertThat(scores.get(i).logProbabilities())
                    .hasSameSizeAs(written.get(i).logProbabilities());
        }
        List<Candidate> beams = generator.generate(INPUTS, beams(3, 9));
        Score score = generator
                .score(INPUTS.subList(1, 2), List.of(beams.get(1).tokens()))
                .get(0);
        assertThat(score.mean()).isCloseTo(beams.get(1).score(), within(1e-4));
    }

    @Test
    void long_texts_keep_finite_scores() {
        Candidate candidate = generator
                .generate(INPUTS, beams(2, 512).with(TokenRules.NONE.withMinTokens(512)))
                .get(0);
        assertThat(candidate.tokens().size()).isEqualTo(512);
        assertThat(candidate.score()).isFinite().isLessThan(0);
    }

    @Test
    void nothing_asked_is_nothing_given() {
        assertThat(generator.generate(List.of())).isEmpty();
        assertThat(generator.score(List.of(), List.of())).isEmpty();
    }

    private List<Integer> first(GenerationOptions options) {
        return generator.generate(INPUTS, options).get(0).tokens().stream()
                .boxed()
                .toList();
    }

    private static List<Tokens> tokens(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::tokens).toList();
    }

    private static GenerationOptions beams(int beams, int maxTokens) {
        return GenerationOptions.greedy(maxTokens)
                .with(new Decoding.BeamSearch(beams, 1, Decoding.EarlyStopping.UNLIKELY));
    }

    private static GenerationOptions sampling(int maxTokens, long seed) {
        return GenerationOptions.greedy(maxTokens)
                .with(new Decoding.Sampling(10, new Decoding.Cut(0, 0.95, 0, 1), new Seed(seed)));
    }

    @Test
    void max_length_counts_the_prompt_of_a_model_that_continues_texts() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("max_length", 9);
        GenerationOptions options =
                TransformersOptions.parse(json, new Seed(1), "generation").options();
        Generator generator =
                Generator.of(ModelFolder.load(Golden.folder("models/gpt2").orElseThrow(), Precision.FLOAT32));
        assertThat(options.maxTokens()).isEqualTo(8);
        GenerationOptions counted = TransformersOptions.parse(json.put("eos_token_id", 95), new Seed(1), "generation")
                .options();
        List<Candidate> written = generator.generate(List.of(Tokens.of(5, 6, 7), Tokens.of(5, 6, 7, 8, 9, 3)), counted);
        assertThat(written.get(0).tokens().size()).isEqualTo(6);
        assertThat(written.get(1).tokens().size()).isEqualTo(3);
    }
}
