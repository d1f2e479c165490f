package dev.cloze.use;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.checkpoint.adapter.AdapterFolder;
import dev.cloze.checkpoint.folder.FillPrefix;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.checkpoint.folder.ModelFolder;
import dev.cloze.generate.Embedder;
import dev.cloze.generate.Generator;
import dev.cloze.generate.Score;
import dev.cloze.generate.TextStream;
import dev.cloze.generate.fill.FilledText;
import dev.cloze.generate.fill.GapFiller;
import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.GenerationRequest;
import dev.cloze.generate.options.TransformersOptions;
import dev.cloze.generate.search.Candidate;
import dev.cloze.model.Network;
import dev.cloze.model.Shell;
import dev.cloze.model.TextEncoder;
import dev.cloze.model.config.ModelConfig;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.tensor.Lifetime;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A trained model, opened to be used: texts in, texts out. Choose it wherever answers are wanted and not tensors; tokens, the
 * end of sequence, a task's frame and the settings of the folder's {@code generation_config.json} are its business.
 *
 * <pre>{@code
 * try (TextModel model = TextModel.open(Path.of("out/quickstart/model"))) {
 *     System.out.println(model.generate("translate English to German: The house is wonderful."));
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> Any number of threads may use a model and its views at once; each answer is what it would be alone, up to
 * the rounding that {@link Generator} tells of. On a
 * CPU they share its cores, so many texts are answered fastest in one call.
 *
 * <p><b>Closing.</b> Whoever opens a model closes it, which waits for answers under way and frees its memory and its files at
 * once. Views made by {@link #with} and {@link #doing} share its weights: closing a view frees only what is its own, closing
 * the model it came from closes all of them. A closed model refuses in one line.
 *
 * <p><b>Units.</b> Log-probabilities and scores are in nats; lengths are in tokens.
 */
public final class TextModel implements AutoCloseable {

    private static final String MAX_NEW_TOKENS = "max_new_tokens";
    private static final int DEFAULT_MAX_TOKENS = 128;

    private final SharedModel shared;
    private final LoadedModel model;
    private final ModelSettings settings;
    private final FillPrefix fillPrefix;
    private final Optional<Lifetime> own; // what a view has beside the shared weights; empty for the model itself
    private final Tokenizer tokenizer;
    private final Optional<Generator> generator; // empty for one that reads only
    private final ModelTexts texts;
    private volatile boolean open = true;

    private TextModel(
            SharedModel shared,
            LoadedModel model,
            ModelSettings settings,
            FillPrefix fillPrefix,
            Optional<Lifetime> own) {
        this.shared = shared;
        this.model = model;
        this.settings = settings;
        this.fillPrefix = fillPrefix;
        this.own = own;
        this.tokenizer = model.requireTokenizer();
        boolean reads =
                model.network() instanceof TextEncoder && !model.network().hasHead();
        this.generator = reads ? Optional.empty() : Optional.of(writing());
        this.texts =
                new ModelTexts(model.network(), tokenizer, model.config().ids().decoderStart());
    }

    private Generator writing() {
        return new Generator(model.network(), model.config().ids(), Optional.of(tokenizer), settings.device());
    }

    Generator generator() {
        return generator.orElseGet(this::writing); // which refuses
    }

    /**
     * Opens a model on the device and in the numbers that are fastest here.
     *
     * @param folder a Hugging Face folder, or that of a run: its model or newest checkpoint; of an adapter, which goes into the
     *     model that it was trained in
     * @throws Refusal if it holds no model that writes or reads text, or one that is damaged
     */
    public static TextModel open(Path folder) {
        return open(ModelSource.of(folder), ModelSettings.auto());
    }

    /**
     * Opens a model, with one adapter in it or for one task if the source says so. One of several tasks does none until
     * {@link #doing} names it.
     *
     * @throws Refusal if there is none, or the source names several adapters and does not say which
     */
    public static TextModel open(ModelSource source, ModelSettings settings) {
        return OpenedModels.one(source, settings);
    }

    /**
     * Opens a model with several adapters, or of several tasks, whose weights are there once.
     *
     * @return by the name of the adapter or the task; by the empty name alone where there is nothing to choose
     * @throws Refusal if there is none
     */
    public static Map<String, TextModel> openEach(ModelSource source, ModelSettings settings) {
        return OpenedModels.each(source, settings);
    }

    static TextModel of(SharedModel shared, ModelSettings settings) {
        return of(
                shared,
                shared.loaded(),
                settings,
                FillPrefix.read(shared.loaded().folder()));
    }

    static TextModel of(SharedModel shared, LoadedModel view, ModelSettings settings, FillPrefix prefix) {
        return new TextModel(shared, view, settings, prefix, Optional.empty());
    }

    /**
     * The likeliest answer, or what the folder's settings say.
     *
     * @throws Refusal if the model was closed, or the text is longer than it reads
     */
    public String generate(String text) {
        return generate(List.of(text), options()).get(0).get(0).text();
    }

    /**
     * Answers, computed together.
     *
     * @param inputs texts of any length
     * @param options how answers are chosen, how long they may be and how many there are
     * @return for each text its answers, the best first
     * @throws Refusal if the model was closed, a text is longer than it reads, or it cannot do what the options ask
     */
    public List<List<GeneratedText>> generate(List<String> inputs, GenerationOptions options) {
        return use(() -> generator()
                .generate(inputs.stream().map(text -> request(text, options)).toList())
                .stream()
                .map(answers -> answers.stream().map(this::text).toList())
                .toList());
    }

    /**
     * Answers by views of one model, those of {@link #openEach}, in one batch: each text by the model at its place. What cannot
     * share a batch, such as adapters that put tokens before texts, is computed one view after the other.
     *
     * @return for each text its answers, the best first
     * @throws Refusal as {@link #generate(List, GenerationOptions)}
     */
    public static List<List<GeneratedText>> generateEach(
            List<TextModel> models, List<String> inputs, GenerationOptions options) {
        return ViewBatch.generate(models, inputs, options);
    }

    // What views share that may answer in one batch.
    Network layers() {
        return model.network() instanceof Shell shell ? shell.inner() : model.network();
    }

    GenerationRequest request(String text, GenerationOptions options) {
        return new GenerationRequest(texts.input(text, options.start()), options)
                .by(model.network().usualAdapter());
    }

    GeneratedText text(Candidate answer) {
        return new GeneratedText(
                tokenizer.decode(answer.tokens()), answer.tokens(), answer.score(), answer.logProbabilities());
    }

    /**
     * As {@link #generate(String)}, telling {@code listener} each piece of the answer as it is written.
     *
     * @return the whole answer
     */
    public String stream(String text, Consumer<String> listener) {
        return stream(text, options(), listener);
    }

    /**
     * As {@link #stream(String, Consumer)}, as {@code options} say.
     *
     * @param listener is called in this thread, with whole characters only; it must not close the model
     * @throws Refusal also if the options ask for beams or several answers, which are not known before their end
     */
    public String stream(String text, GenerationOptions options, Consumer<String> listener) {
        boolean alone = options.candidates() == 1 && !(options.decoding() instanceof Decoding.BeamSearch);
        Refusal.require(alone, "a stream needs one answer a text and no beams");
        return use(() -> {
            TextStream stream = new TextStream(tokenizer);
            StringBuilder whole = new StringBuilder();
            Consumer<String> both = piece -> {
                whole.append(piece);
                listener.accept(piece);
            };
            generator().generate(List.of(request(text, options)), (row, id) -> both.accept(stream.add(id)));
            both.accept(stream.end());
            return whole.toString();
        });
    }

    /**
     * Fills the gaps {@code <extra_id_0>}, {@code <extra_id_1>} … of a text with the likeliest tokens.
     *
     * @throws Refusal if the model was closed, was not made to fill gaps, or there are more of them than it knows
     */
    public FilledText fill(String text) {
        return use(() -> filler(fillPrefix.text().orElse("")).fill(text));
    }

    /**
     * As {@link #fill(String)}, texts together.
     *
     * @return for each text its fillings, the best first
     */
    public List<List<FilledText>> fill(List<String> inputs, GenerationOptions options) {
        return fill(inputs, options, fillPrefix.text().orElse(""));
    }

    /** As {@link #fill(List, GenerationOptions)}, with {@code prefix} before each text in place of the model's own. */
    public List<List<FilledText>> fill(List<String> inputs, GenerationOptions options, String prefix) {
        return use(() -> filler(prefix).fill(inputs, options));
    }

    private GapFiller filler(String prefix) {
        model.model(); // it must read a text and write another
        return new GapFiller(generator(), tokenizer).withPrefix(tokenizer.encode(prefix));
    }

    /** What the model was trained to see before a text with gaps, such as UL2's mode token, where its folder says so. */
    public Optional<String> fillPrefix() {
        return fillPrefix.text();
    }

    /**
     * How likely the model finds each of several texts after one input; the end of sequence is counted with every one of them.
     *
     * @throws Refusal if the model was closed, or goes on from its input and that is empty
     */
    public List<ScoredText> score(String input, List<String> choices) {
        return score(choices.stream().map(choice -> input).toList(), choices);
    }

    /** How likely it finds each target after the input at the same place. */
    public List<ScoredText> score(List<String> inputs, List<String> targets) {
        Refusal.require(
                inputs.size() == targets.size(),
                "there must be as many inputs as targets, got %d and %d",
                inputs.size(),
                targets.size());
        return use(() -> {
            List<Tokens> read = inputs.stream().map(texts::scoredInput).toList();
            List<Tokens> written = targets.stream().map(texts::target).toList();
            List<Score> scores = generator().score(read, written);
            return IntStream.range(0, targets.size())
                    .mapToObj(i -> new ScoredText(
                            targets.get(i), written.get(i), scores.get(i).logProbabilities()))
                    .toList();
        });
    }

    /**
     * A text as a vector: the mean of the encoder's last states over its tokens.
     *
     * @return as many values as the model is wide
     * @throws Refusal if the model was closed or has no encoder
     */
    public float[] embed(String text) {
        return embed(List.of(text)).get(0);
    }

    /** As {@link #embed(String)}, texts together: a vector of the model's width for each. */
    public List<float[]> embed(List<String> inputs) {
        return use(() -> new Embedder(model.encoder(), model.config().ids().pad(), settings.device())
                .embed(inputs.stream().map(texts::input).toList()));
    }

    /**
     * This model with an adapter in it, over the same weights; the model itself stays as it is.
     *
     * @param adapter a PEFT or AdapterHub folder, or that of a run
     * @throws Refusal if there is no adapter, it does not fit the model, or the model has one in it already
     */
    public TextModel with(Path adapter) {
        return use(() -> {
            Path folder = ModelSource.findAdapter(adapter);
            Refusal.require(
                    model.equals(shared.loaded()), "this view has an adapter or a task already, got %s", adapter);
            synchronized (shared) {
                Lifetime lifetime = new Lifetime();
                return lifetime.building(() -> new TextModel(
                        shared,
                        model.with(beside(folder)),
                        settings,
                        FillPrefix.read(folder).or(fillPrefix),
                        Optional.of(lifetime)));
            }
        });
    }

    private Network beside(Path adapter) {
        Map<String, Path> only = Map.of("", adapter);
        return AdapterFolder.beside(only, model.config(), shared.weights(), settings.placement())
                .values()
                .iterator()
                .next();
    }

    /**
     * This model doing one of its tasks, as a Versatile Language Model of several tasks does.
     *
     * @throws Refusal if the model has no such task
     */
    public TextModel doing(String task) {
        return use(() -> new TextModel(
                shared, ModelSource.doing(model, task), settings, fillPrefix, Optional.of(new Lifetime())));
    }

    /** The folder's settings of generation by transformers' names; at most 128 tokens where it says nothing of lengths. A copy. */
    public ObjectNode generationConfig() {
        ObjectNode said = ModelFolder.generation(model.folder()).deepCopy();
        if (!said.hasNonNull(MAX_NEW_TOKENS) && !said.hasNonNull("max_length")) {
            said.put(MAX_NEW_TOKENS, DEFAULT_MAX_TOKENS);
        }
        return said;
    }

    /**
     * How this model answers if nothing else is asked: {@link #generationConfig} as options, samples from seed 0; what is not
     * followed of it is noted once.
     *
     * @throws Refusal if a setting is out of its range, or an id beyond the model's
     */
    public GenerationOptions options() {
        TransformersOptions said = TransformersOptions.parse(generationConfig(), new Seed(0), "generation_config.json");
        said.note().ifPresent(line -> shared.noteOnce(line, settings.notes()));
        return said.options().requireIdsBelow(model.config().vocab());
    }

    /** Its tokenizer; it is closed with the model. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** Its shape. */
    public ModelConfig config() {
        return model.config();
    }

    /** Where it computes. */
    public ComputeDevice device() {
        return settings.device();
    }

    <T> T use(Supplier<T> work) {
        return shared.use(() -> {
            if (!open) {
                throw Refusal.at(model.folder().toString(), "this view of the model was closed");
            }
            return work.get();
        });
    }

    /** Frees what it holds: a view its adapter, a model everything. Waits for answers under way; the second time does nothing. */
    @Override
    public void close() {
        if (own.isEmpty()) {
            shared.close();
            return;
        }
        shared.alone(() -> {
            open = false;
            own.get().close();
            return open;
        });
    }
}
