package dev.cloze.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloze.Golden;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.generate.Generator;
import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.tensor.Precision;
import dev.cloze.text.ByteTokenizer;
import dev.cloze.text.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextModelTest {

    private static final ModelSettings EXACT = ModelSettings.of("cpu", "float32");
    private static final List<String> TEXTS = List.of("abc", "a longer text, as they come", "");

    @TempDir
    Path place;

    private Path folder;

    @BeforeEach
    void save() {
        folder = SmallFolders.t5(place.resolve("model"));
    }

    private TextModel open() {
        return TextModel.open(ModelSource.of(folder), EXACT);
    }

    @Test
    void three_lines_answer_a_text_and_end_it_as_its_training_did() {
        ByteTokenizer tokenizer = ByteTokenizer.of();
        String expected;
        try (var loaded = ModelFolder.load(folder, Precision.FLOAT32)) {
            expected = tokenizer.decode(Generator.of(loaded)
                    .generate(List.of(tokenizer.encode("abc").append(1)), GenerationOptions.greedy(128))
                    .get(0)
                    .tokens());
        }
        try (TextModel model = open()) {
            assertThat(model.generate("abc")).isEqualTo(expected).isNotEmpty();
        }
        try (TextModel model = TextModel.open(folder)) {
            assertThat(model.generate("abc")).isNotNull();
        }
    }

    @Test
    void the_folders_settings_of_generation_hold() throws IOException {
        Files.writeString(folder.resolve("generation_config.json"), "{\"max_new_tokens\": 3}");
        try (TextModel model = open()) {
            assertThat(model.options().maxTokens()).isEqualTo(3);
            List<GeneratedText> answers = model.generate(TEXTS, model.options()).get(0);
            assertThat(answers).hasSize(1);
            assertThat(answers.get(0).tokens().size()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void texts_together_are_answered_as_each_alone() {
        try (TextModel model = open()) {
            GenerationOptions options = GenerationOptions.greedy(20).withLogProbabilities();
            List<List<GeneratedText>> together = model.generate(TEXTS, options);
            assertThat(together).hasSize(TEXTS.size());
            for (int i = 0; i < TEXTS.size(); i++) {
                GeneratedText alone =
                        model.generate(List.of(TEXTS.get(i)), options).get(0).get(0);
                GeneratedText one = together.get(i).get(0);
                assertThat(one.tokens()).isEqualTo(alone.tokens());
                assertThat(one.logProbabilities()).hasSize(one.tokens().size());
                assertThat(one.score()).isCloseTo(alone.score(), within(1e-4));
            }
        }
    }

    @Test
    void a_stream_tells_the_answer_in_pieces() {
        try (TextModel model = open()) {
            List<String> pieces = new ArrayList<>();
            String whole = model.stream("abc", pieces::add);
            assertThat(whole).isEqualTo(model.generate("abc"));
            assertThat(String.join("", pieces)).isEqualTo(whole);
            assertThat(pieces).hasSizeGreaterThan(2);
            GenerationOptions beams =
                    GenerationOptions.greedy(3).with(new Decoding.BeamSearch(2, 1, Decoding.EarlyStopping.UNLIKELY));
            assertThatThrownBy(() -> model.stream("abc", beams, piece -> {}))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("no beams");
        }
    }

    @Test
    void every_gap_is_filled() {
        try (TextModel model = open()) {
            var filled = model.fill("a <extra_id_0> c <extra_id_1> e");
            assertThat(filled.gaps()).hasSize(2);
            assertThat(filled.text()).startsWith("a ").endsWith(" e").doesNotContain("<extra_id");
            assertThat(model.fill(List.of("x", "<extra_id_0>"), GenerationOptions.greedy(4)))
                    .hasSize(2);
            assertThatThrownBy(() -> model.fill("<extra_id_0>".repeat(200)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("gaps");
        }
    }

    @Test
    void choices_are_scored_with_their_ends() {
        try (TextModel model = open()) {
            List<ScoredText> scored = model.score("a question", List.of("yes", "no", ""));
            assertThat(scored).extracting(ScoredText::text).containsExactly("yes", "no", "");
            assertThat(scored).extracting(one -> one.tokens().size()).containsExactly(4, 3, 1);
            for (ScoredText one : scored) {
                assertThat(one.logProbabilities()).hasSize(one.tokens().size()).allMatch(each -> each < 0);
                assertThat(one.mean() * one.tokens().size()).isCloseTo(one.total(), within(1e-9));
                assertThat(model.score("a question", List.of(one.text())).get(0).total())
                        .isCloseTo(one.total(), within(1e-4));
            }
            assertThatThrownBy(() -> model.score(List.of("a"), List.of()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("1 and 0");
        }
    }

    @Test
    void a_text_becomes_a_vector_of_the_models_width() {
        try (TextModel model = open()) {
            float[] alone = model.embed("abc");
            assertThat(alone).hasSize(32);
            assertThat(model.embed(TEXTS)).hasSize(3);
            assertThat(model.embed(TEXTS).get(0)).containsExactly(alone, within(1e-4f));
        }
    }

    @Test
    void a_view_with_an_adapter_answers_as_the_adapter_opened_alone() {
        Path lora = SmallFolders.lora(place.resolve("lora"), folder, 5, "q", "v", "wi_0");
        String plain;
        String adapted;
        try (TextModel model = open();
                TextModel view = model.with(lora)) {
            plain = model.generate("abc");
            adapted = view.generate("abc");
            assertThat(adapted).isNotEqualTo(plain);
        }
        ModelSource both = ModelSource.of(folder, List.of(lora.toString()), Optional.empty());
        try (TextModel alone = TextModel.open(both, EXACT)) {
            assertThat(alone.generate("abc")).isEqualTo(adapted);
            assertThatThrownBy(() -> alone.with(lora))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("already");
        }
        ModelSource named = ModelSource.of(
                folder,
                List.of("one=" + lora, "two=" + SmallFolders.lora(place.resolve("two"), folder, 6, "wo")),
                Optional.empty());
        Map<String, TextModel> each = TextModel.openEach(named, EXACT);
        assertThat(each.keySet()).containsExactly("one", "two");
        assertThat(Objects.requireNonNull(each.get("one")).generate("abc")).isEqualTo(adapted);
        each.values().forEach(TextModel::close);
    }

    @Test
    void texts_in_one_batch_are_answered_by_adapters_of_their_own() {
        ModelSource named = ModelSource.of(
                folder,
                List.of(
                        "one=" + SmallFolders.lora(place.resolve("one"), folder, 5, "q", "v", "wi_0"),
                        "two=" + SmallFolders.lora(place.resolve("two"), folder, 6, "wo")),
                Optional.empty());
        Map<String, TextModel> each = TextModel.openEach(named, EXACT);
        TextModel one = Objects.requireNonNull(each.get("one"));
        TextModel two = Objects.requireNonNull(each.get("two"));
        GenerationOptions options = GenerationOptions.greedy(16).withLogProbabilities();
        List<List<GeneratedText>> mixed =
                TextModel.generateEach(List.of(one, two, two, one), List.of("abc", "abc", "a", "a"), options);
        assertThat(texts(mixed))
                .containsExactly(
                        texts(one.generate(List.of("abc", "a"), options)).get(0),
                        texts(two.generate(List.of("abc", "a"), options)).get(0),
                        texts(two.generate(List.of("abc", "a"), options)).get(1),
                        texts(one.generate(List.of("abc", "a"), options)).get(1));
        assertThat(mixed.get(0)).isNotEqualTo(mixed.get(1));
        assertThatThrownBy(() -> TextModel.generateEach(List.of(one), List.of(), options))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("1 and 0");
        each.values().forEach(TextModel::close);
        assertThatThrownBy(() -> TextModel.generateEach(List.of(one), List.of("a"), options))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("closed");
    }

    private static List<String> texts(List<List<GeneratedText>> answers) {
        return answers.stream().map(each -> each.get(0).text()).toList();
    }

    @Test
    void views_come_and_go_without_the_models_leave() {
        Path lora = SmallFolders.lora(place.resolve("lora"), folder, 5, "q", "v");
        Path other = SmallFolders.lora(place.resolve("other"), folder, 6, "q", "wo");
        try (TextModel model = open()) {
            String plain = model.generate("abc");
            TextModel first = model.with(lora);
            String adapted = first.generate("abc");
            first.close();
            first.close();
            assertThatThrownBy(() -> first.generate("abc"))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("closed");
            try (TextModel second = model.with(other)) {
                assertThat(second.generate("abc")).isNotEqualTo(adapted);
            }
            try (TextModel again = model.with(lora)) {
                assertThat(again.generate("abc")).isEqualTo(adapted);
                assertThatThrownBy(() -> again.with(other)).isInstanceOf(Refusal.class);
            }
            assertThat(model.generate("abc")).isEqualTo(plain);
            assertThatThrownBy(() -> model.with(place.resolve("nowhere")))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("nowhere");
            assertThatThrownBy(() -> model.with(folder))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("adapter");
            assertThat(model.generate("abc")).isEqualTo(plain);
        }
    }

    @Test
    void threads_with_adapters_of_their_own_get_what_each_gets_alone() throws Exception {
        Path one = SmallFolders.lora(place.resolve("one"), folder, 5, "q", "v");
        Path two = SmallFolders.lora(place.resolve("two"), folder, 6, "k", "wo", "wi_1");
        GenerationOptions options = GenerationOptions.greedy(24).withLogProbabilities();
        try (TextModel model = open();
                TextModel first = model.with(one);
                TextModel second = model.with(two)) {
            List<TextModel> views = List.of(first, second, model);
            List<List<List<GeneratedText>>> alone =
                    views.stream().map(view -> view.generate(TEXTS, options)).toList();
            assertThat(alone).doesNotHaveDuplicates();
            ExecutorService threads = Executors.newFixedThreadPool(views.size());
            List<Callable<Boolean>> work = new ArrayList<>();
            CountDownLatch start = new CountDownLatch(views.size());
            for (int i = 0; i < views.size(); i++) {
                TextModel view = views.get(i);
                List<List<GeneratedText>> expected = alone.get(i);
                work.add(() -> {
                    start.countDown();
                    start.await();
                    boolean same = true;
                    for (int round = 0; round < 10; round++) {
                        same &= view.generate(TEXTS, options).equals(expected);
                    }
                    return same;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
            threads.shutdown();
        }
    }

    @Test
    void closing_waits_for_an_answer_under_way_and_then_refuses() throws Exception {
        TextModel model = open();
        CountDownLatch begun = new CountDownLatch(1);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<String> answer = thread.submit(() -> model.stream("abc", piece -> begun.countDown()));
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        model.close();
        assertThat(answer.isDone() || !answer.get(1, TimeUnit.SECONDS).isEmpty())
                .isTrue();
        assertThat(answer.get()).isNotEmpty();
        model.close();
        for (Callable<Object> use : List.<Callable<Object>>of(
                () -> model.generate("a"),
                () -> model.stream("a", piece -> {}),
                () -> model.fill("a"),
                () -> model.score("a", List.of("b")),
                () -> model.embed("a"),
                () -> model.with(folder),
                () -> model.doing("task"))) {
            assertThatThrownBy(use::call).isInstanceOf(Refusal.class).hasMessage(folder + ": the model was closed");
        }
        thread.shutdown();
    }

    @Test
    void a_listener_cannot_close_the_model_under_its_own_answer() {
        try (TextModel model = open()) {
            assertThatThrownBy(() -> model.stream("abc", piece -> model.close()))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(model.generate("abc")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[NLU]", ""})
    void what_stands_before_gaps_travels_in_the_folder(String mode) throws IOException {
        Files.writeString(
                folder.resolve("cloze_config.json"),
                new ObjectMapper().createObjectNode().put("fill_prefix", mode).toString());
        GenerationOptions options = GenerationOptions.greedy(12);
        try (TextModel model = open()) {
            assertThat(model.fillPrefix()).contains(mode);
            List<String> text = List.of("a <extra_id_0> c");
            assertThat(model.fill(text, options)).isEqualTo(model.fill(text, options, mode));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"fill_prefix\": 3}", "[]", "{"})
    void an_odd_prefix_is_refused(String json) throws IOException {
        Files.writeString(folder.resolve("cloze_config.json"), json);
        assertThatThrownBy(this::open).isInstanceOf(Refusal.class).hasMessageContaining("cloze_config.json");
    }

    @Test
    void what_is_no_model_in_use_is_refused() throws IOException {
        assertThatThrownBy(() -> TextModel.open(place.resolve("nowhere")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no such folder");
        Path empty = Files.createDirectory(place.resolve("empty"));
        assertThatThrownBy(() -> TextModel.open(empty))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("config.json");
        assertThatThrownBy(() -> ModelSettings.of("cpu", "float33")).isInstanceOf(Refusal.class);
        try (TextModel model = open()) {
            assertThatThrownBy(() -> model.doing("task"))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("task");
        }
    }

    @Test
    void a_model_that_continues_texts_goes_on_from_nothing_but_scores_only_what_follows_something() throws IOException {
        var tokenizer = Tokenizers.load(
                Golden.folder("tokenizers/gpt2-bytelevel-bpe-8k").orElseThrow());
        ModelConfig config = ModelConfig.parse(
                new ObjectMapper().readTree("""
                        {"model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "vocab_size": %d, "n_embd": 32,
                         "n_head": 4, "n_layer": 2, "n_positions": 64, "bos_token_id": 0, "eos_token_id": 0}
                        """.formatted(tokenizer.vocabulary().size())), "config.json");
        Path gpt2 = SmallFolders.model(place.resolve("gpt2"), config, tokenizer);
        try (TextModel model = TextModel.open(ModelSource.of(gpt2), EXACT)) {
            GenerationOptions options = GenerationOptions.greedy(5);
            assertThat(model.generate(List.of("The bar", "", "The"), options)).hasSize(3);
            ScoredText scored = model.score("The bar", List.of(" was")).get(0);
            int last = scored.tokens().at(scored.tokens().size() - 1);
            assertThat(last).isEqualTo(tokenizer.vocabulary().eosId());
            assertThatThrownBy(() -> model.score("", List.of("")))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("input");
            assertThatThrownBy(() -> model.embed("a")).isInstanceOf(Refusal.class);
            assertThatThrownBy(() -> model.fill("a <extra_id_0>")).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void samples_depend_on_their_seed_alone() {
        try (TextModel model = open()) {
            GenerationOptions options = GenerationOptions.greedy(20)
                    .with(new Decoding.Sampling(1, new Decoding.Cut(0, 1, 0, 1), new Seed(3)));
            assertThat(model.generate(TEXTS, options)).isEqualTo(model.generate(TEXTS, options));
        }
    }
}
