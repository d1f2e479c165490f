package dev.cloze.generate;

import dev.cloze.Refusal;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.GenerationRequest;
import dev.cloze.generate.options.Stops;
import dev.cloze.generate.search.Answer;
import dev.cloze.generate.search.BeamSearcher;
import dev.cloze.generate.search.Candidate;
import dev.cloze.generate.search.RowSearch;
import dev.cloze.generate.search.Session;
import dev.cloze.generate.search.SpecialIds;
import dev.cloze.generate.search.StoppingCriteria;
import dev.cloze.generate.search.TokenListener;
import dev.cloze.model.CausalModel;
import dev.cloze.model.Network;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.model.config.T5Config;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Lets a model write. Inputs of any lengths go through it together, each with its own options; every one gets what it
 * would get alone, up to the rounding of sums, which libraries add in another order in another shape. In float32 that is a last
 * digit. With weights in bfloat16 and int8 keys, queries and values are bfloat16, whatever the scales of rows: log-probabilities
 * may be off by a tenth (0.14 nats of a text was seen beside 30 others), and where two continuations are as good as each other
 * another one may be written (one text of 30, by beams).
 */
public final class Generator {

    private final Network model;
    private final SpecialIds ids;
    private final StoppingCriteria stopping;
    private final ComputeDevice device;
    private final int vocab;

    /**
     * A generator over {@code model}, which lives on {@code device}: one that reads a text and writes another, or one that
     * continues texts. The tokenizer is needed for {@link Stops#texts}.
     */
    public Generator(Network model, T5Config.Ids ids, Optional<Tokenizer> tokenizer, ComputeDevice device) {
        Refusal.require(
                model instanceof Seq2SeqModel || model instanceof CausalModel,
                "a model that writes text is needed, got %s",
                model.getClass().getSimpleName());
        this.model = model;
        this.ids = new SpecialIds(ids.decoderStart(), ids.eos(), ids.pad(), model instanceof CausalModel);
        this.stopping = new StoppingCriteria(ids.eos(), tokenizer);
        this.device = device;
        this.vocab = Math.toIntExact(model.head().vocab());
    }

    /** A generator over a model on the CPU. */
    public static Generator of(LoadedModel loaded) {
        return new Generator(loaded.network(), loaded.config().ids(), loaded.tokenizer(), ComputeDevice.CPU);
    }

    /** The best text for each input. */
    public List<Candidate> generate(List<Tokens> inputs, GenerationOptions options) {
        List<GenerationRequest> requests = inputs.stream()
                .map(input -> new GenerationRequest(input, options))
                .toList();
        return generate(requests).stream().map(candidates -> candidates.get(0)).toList();
    }

    /** The texts that each request asks for, best first. */
    public List<List<Candidate>> generate(List<GenerationRequest> requests) {
        return generate(requests, TokenListener.NONE);
    }

    /** As {@link #generate(List)}; {@code listener} hears of the tokens of greedy decoding and sampling at once. */
    public List<List<Candidate>> generate(List<GenerationRequest> requests, TokenListener listener) {
        Answer[] answers = new Answer[requests.size()];
        Map<Integer, List<Integer>> byBeams = new TreeMap<>();
        for (int i = 0; i < requests.size(); i++) {
            boolean beams = requests.get(i).options().decoding() instanceof Decoding.BeamSearch;
            byBeams.computeIfAbsent(
                            beams ? requests.get(i).options().decoding().rows() : 0, missing -> new ArrayList<>())
                    .add(i);
        }
        // One kind after the other: that keeps the weights of a step in fewer products of more rows.
        byBeams.values().forEach(places -> {
            try (RunningBatch batch = running(Integer.MAX_VALUE)) {
                places.forEach(i -> answers[i] = batch.submit(requests.get(i), id -> listener.wrote(i, id)));
                while (!batch.idle()) {
                    batch.step();
                }
            }
        });
        return Arrays.stream(answers).map(Answer::candidates).toList();
    }

    /** Requests to be answered side by side, in at most {@code rows} rows, that join and leave at any time. */
    public RunningBatch running(int rows) {
        Refusal.require(rows > 0, "a running batch needs rows, got %d", rows);
        return new RunningBatch(
                rows,
                this::checked,
                beams -> beams == 0
                        ? new RowSearch(ids, stopping, sessions(1))
                        : new BeamSearcher(ids, stopping, beams, sessions(beams)));
    }

    // Of a text that goes on from its prompt, the length may be told with the prompt's.
    private GenerationRequest checked(GenerationRequest request) {
        request.options().requireIdsBelow(vocab);
        if (model instanceof CausalModel causal) {
            GenerationOptions options = request.options().after(request.input().size());
            CausalSession.require(causal, new Session.Input(request.input(), request.adapter()), options.maxTokens());
            return new GenerationRequest(request.input(), options, request.adapter());
        }
        return request;
    }

    private Session.Factory sessions(int beams) {
        return model instanceof CausalModel causal
                ? CausalSession.of(causal, where(), beams)
                : Seq2SeqSession.of((Seq2SeqModel) model, where(), beams);
    }

    /** How likely the model finds each target after its input; both with the end of sequence where it belongs. */
    public List<Score> score(List<Tokens> inputs, List<Tokens> targets) {
        return new Scoring(model, where(), ids.start()).score(inputs, targets);
    }

    private BatchPlacement where() {
        return new BatchPlacement(device, ids.pad());
    }
}
