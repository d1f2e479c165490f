package dev.cloze.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cloze.Golden;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.GenerationRequest;
import dev.cloze.generate.options.TokenRules;
import dev.cloze.generate.search.Answer;
import dev.cloze.generate.search.Candidate;
import dev.cloze.model.T5;
import dev.cloze.model.config.T5Config;
import dev.cloze.nn.Weights;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Precision;
import dev.cloze.tensor.WeightStore;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever joins or leaves when, a request gets what it gets alone. */
class RunningBatchTest {

    private static final int REQUESTS = 14;

    @ParameterizedTest
    @CsvSource({"t5-v1.1, 6", "umt5, 2", "switch, 2", "bart, 4", "cpt, 2", "gpt2, 6", "vlm, 2"})
    void an_answer_does_not_depend_on_what_joins_or_leaves(String kind, int seeds) {
        Generator generator =
                Generator.of(ModelFolder.load(Golden.folder("models/" + kind).orElseThrow(), Precision.FLOAT32));
        for (int seed = 0; seed < seeds; seed++) {
            play(generator, seed);
        }
    }

    private static void play(Generator generator, int seed) {
        try (PointerScope scope = new PointerScope()) {
            SplittableRandom random = new SplittableRandom(seed);
            List<GenerationRequest> requests = requests(random);
            List<List<Candidate>> together = generator.generate(requests);
            Play play = new Play(generator, requests, random);
            play.run(1 + random.nextInt(20));
            for (int i = 0; i < requests.size(); i++) {
                if (play.cancelled.containsKey(i)) {
                    expectBeginning(requests.get(i), play.cancelled.get(i), together.get(i));
                } else {
                    assertThat(tokens(play.answers.get(i).candidates()))
                            .as("request %d", i)
                            .isEqualTo(tokens(together.get(i)));
                }
            }
        }
    }

    /** A random play: requests arrive and are cancelled at random steps. */
    private static final class Play {
        final Generator generator;
        final List<GenerationRequest> requests;
        final SplittableRandom random;
        final List<Answer> answers = new ArrayList<>();
        final Map<Integer, List<Candidate>> cancelled = new HashMap<>();

        Play(Generator generator, List<GenerationRequest> requests, SplittableRandom random) {
            this.generator = generator;
            this.requests = requests;
            this.random = random;
        }

        void run(int capacity) {
            try (RunningBatch batch = generator.running(capacity)) {
                while (answers.size() < requests.size() || !batch.idle()) {
                    while (answers.size() < requests.size() && random.nextInt(3) == 0) {
                        answers.add(batch.submit(requests.get(answers.size()), id -> {}));
                    }
                    if (!answers.isEmpty() && random.nextInt(12) == 0) {
                        cancel(batch, random.nextInt(answers.size()));
                    }
                    batch.step();
                }
            }
        }

        private void cancel(RunningBatch batch, int which) {
            if (!answers.get(which).over()) {
                batch.cancel(answers.get(which));
                assertThat(answers.get(which).over()).isTrue();
                cancelled.put(which, answers.get(which).candidates());
            }
        }
    }

    // Of beams nothing is told before a text is complete; one that was may not be the best in the end.
    private static void expectBeginning(GenerationRequest request, List<Candidate> cancelled, List<Candidate> whole) {
        boolean beams = request.options().decoding() instanceof Decoding.BeamSearch;
        for (int i = 0; i < cancelled.size() && !beams; i++) {
            Tokens part = cancelled.get(i).tokens();
            assertThat(whole.get(i).tokens().slice(0, part.size())).isEqualTo(part);
        }
    }

    private static List<Tokens> tokens(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::tokens).toList();
    }

    private static List<GenerationRequest> requests(SplittableRandom random) {
        List<GenerationRequest> requests = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            Tokens input = Tokens.of(random.ints(1 + random.nextInt(20), 3, 60).toArray());
            requests.add(new GenerationRequest(input, options(random)));
        }
        return requests;
    }

    private static GenerationOptions options(SplittableRandom random) {
        int most = 1 + random.nextInt(random.nextInt(4) == 0 ? 40 : 15);
        GenerationOptions greedy = GenerationOptions.greedy(most);
        return switch (random.nextInt(6)) {
            case 0 -> greedy;
            case 1 -> greedy.with(TokenRules.NONE.withRepetitionPenalty(1.3).withMinTokens(Math.min(most, 4)));
            case 2 -> greedy.with(new Decoding.Sampling(0.8, Decoding.Cut.NONE, new Seed(random.nextInt())));
            case 3 ->
                greedy.with(new Decoding.Sampling(1.2, new Decoding.Cut(20, 0.9, 0, 1), new Seed(random.nextInt())))
                        .withCandidates(1 + random.nextInt(3));
            case 4 ->
                greedy.with(new Decoding.BeamSearch(3, 1, Decoding.EarlyStopping.UNLIKELY))
                        .withCandidates(2);
            default ->
                greedy.with(TokenRules.NONE.withNoRepeatNgram(2))
                        .with(new Decoding.BeamSearch(2 + random.nextInt(3), 0.7, Decoding.EarlyStopping.FIRST));
        };
    }

    @Test
    void memory_grows_with_what_is_read_and_blocks_are_passed_over() {
        try (PointerScope scope = new PointerScope();
                WeightStore store = WeightStore.initialised(new Seed(5), Precision.FLOAT32)) {
            T5Config config =
                    T5Config.v11(new T5Config.Shape(32, 8, 64, 4, 2, 2)).withVocab(60);
            Generator generator = new Generator(
                    T5.build(config, Weights.of(store)), config.ids(), Optional.empty(), ComputeDevice.CPU);
            List<GenerationRequest> requests = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                int tokens = i % 4 == 0 ? 300 : 90;
                requests.add(new GenerationRequest(Tokens.of(5 + i, 9, 1), exactly(tokens, i % 3 == 0 ? 2 : 1)));
            }
            List<List<Candidate>> together = generator.generate(requests);
            List<Answer> answers = new ArrayList<>();
            try (RunningBatch batch = generator.running(4)) {
                for (int step = 0; answers.size() < requests.size() || !batch.idle(); step++) {
                    if (step % 50 == 0 && answers.size() < requests.size()) {
                        answers.add(batch.submit(requests.get(answers.size()), id -> {}));
                    }
                    batch.step();
                }
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(tokens(answers.get(i).candidates()))
                        .as("request %d", i)
                        .isEqualTo(tokens(together.get(i)));
            }
        }
    }

    private static GenerationOptions exactly(int tokens, int beams) {
        GenerationOptions greedy = GenerationOptions.greedy(tokens).with(TokenRules.NONE.withMinTokens(tokens));
        return beams == 1 ? greedy : greedy.with(new Decoding.BeamSearch(beams, 1, Decoding.EarlyStopping.UNLIKELY));
    }

    @Test
    void a_request_without_room_is_refused_when_it_is_submitted() {
        Generator generator =
                Generator.of(ModelFolder.load(Golden.folder("models/gpt2").orElseThrow(), Precision.FLOAT32));
        try (RunningBatch batch = generator.running(4)) {
            GenerationRequest whole = new GenerationRequest(Tokens.of(5, 6), GenerationOptions.greedy(64));
            assertThatThrownBy(() -> batch.submit(whole, id -> {}))
                    .isInstanceOf(Refusal.class)
                    .hasMessage("a prompt of 2 tokens and 64 more must fit into the model's 64 positions");
            assertThat(batch.idle()).isTrue();
        }
    }

    @Test
    void a_million_tokens_asked_for_cost_nothing_until_they_are_written() {
        Generator generator =
                Generator.of(ModelFolder.load(Golden.folder("models/t5-v1.1").orElseThrow(), Precision.FLOAT32));
        GenerationOptions options = GenerationOptions.greedy(1_000_000_000);
        List<Integer> heard = new ArrayList<>();
        try (RunningBatch batch = generator.running(1)) {
            Answer answer = batch.submit(new GenerationRequest(Tokens.of(5, 6, 1), options), heard::add);
            batch.step();
            batch.cancel(answer);
            assertThat(batch.idle()).isTrue();
            assertThat(answer.candidates().get(0).tokens().stream().boxed().toList())
                    .isEqualTo(heard);
        }
    }
}
