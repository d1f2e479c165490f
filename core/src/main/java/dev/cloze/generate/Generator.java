package dev.cloze.generate;

import dev.cloze.Refusal;
import dev.cloze.checkpoint.folder.LoadedModel;
import dev.cloze.generate.options.Decoding;
import dev.cloze.generate.options.GenerationOptions;
import dev.cloze.generate.options.Request;
import dev.cloze.generate.options.Stops;
import dev.cloze.generate.search.BeamSearcher;
import dev.cloze.generate.search.Candidate;
import dev.cloze.generate.search.EdgeIds;
import dev.cloze.generate.search.Ending;
import dev.cloze.generate.search.RowSearch;
import dev.cloze.generate.search.Session;
import dev.cloze.generate.search.TokenListener;
import dev.cloze.model.CausalModel;
import dev.cloze.model.DecoderState;
import dev.cloze.model.Network;
import dev.cloze.model.Seq2SeqModel;
import dev.cloze.model.config.T5Config;
import dev.cloze.tensor.ComputeDevice;
import dev.cloze.text.Tokenizer;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Lets a model write. Inputs of any lengths go through it together, each with its own options; every one gets what it
 * would get alone.
 */
public final class Generator {

    private final Network model;
    private final EdgeIds edges;
    private final Ending ending;
    private final ComputeDevice device;

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
        this.edges = new EdgeIds(ids.decoderStart(), ids.eos(), ids.pad(), model instanceof CausalModel);
        this.ending = new Ending(ids.eos(), tokenizer);
        this.device = device;
    }

    /** A generator over a model on the CPU. */
    public static Generator of(LoadedModel loaded) {
        return new Generator(loaded.network(), loaded.config().ids(), loaded.tokenizer(), ComputeDevice.CPU);
    }

    /** The best text for each input. */
    public List<Candidate> generate(List<Tokens> inputs, GenerationOptions options) {
        List<Request> requests =
                inputs.stream().map(input -> new Request(input, options)).toList();
        return generate(requests).stream().map(candidates -> candidates.get(0)).toList();
    }

    /** The texts that each request asks for, best first. */
    public List<List<Candidate>> generate(List<Request> requests) {
        return generate(requests, TokenListener.NONE);
    }

    /** As {@link #generate(List)}; {@code listener} hears of the tokens of greedy decoding and sampling at once. */
    public List<List<Candidate>> generate(List<Request> asked, TokenListener listener) {
        List<Request> requests = edges.continues()
                ? asked.stream()
                        .map(request -> new Request(
                                request.input(),
                                request.options().after(request.input().size())))
                        .toList()
                : asked;
        List<List<Candidate>> answers = new ArrayList<>(Collections.nCopies(requests.size(), List.of()));
        Map<Integer, List<Integer>> byRows = new TreeMap<>();
        for (int i = 0; i < requests.size(); i++) {
            int rows = requests.get(i).options().decoding().rows();
            boolean beams = requests.get(i).options().decoding() instanceof Decoding.BeamSearch;
            byRows.computeIfAbsent(beams ? rows : 0, missing -> new ArrayList<>())
                    .add(i);
        }
        byRows.forEach((beams, places) -> {
            List<Request> group = places.stream().map(requests::get).toList();
            List<List<Candidate>> found = beams == 0
                    ? rows(group, (request, id) -> listener.wrote(places.get(request), id))
                    : beams(group, beams);
            for (int i = 0; i < places.size(); i++) {
                answers.set(places.get(i), found.get(i));
            }
        });
        return answers;
    }

    /** How likely the model finds each target after its input; both with the end of sequence where it belongs. */
    public List<Score> score(List<Tokens> inputs, List<Tokens> targets) {
        return new Scoring(model, where(), edges.start()).score(inputs, targets);
    }

    private List<List<Candidate>> beams(List<Request> requests, int beams) {
        try (Session session = session(requests, beams)) {
            return new BeamSearcher(edges, ending, beams).run(session, requests);
        }
    }

    private List<List<Candidate>> rows(List<Request> requests, TokenListener listener) {
        List<Request> rows = new ArrayList<>();
        List<Integer> request = new ArrayList<>();
        List<Integer> copies = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            for (int copy = 0; copy < requests.get(i).options().candidates(); copy++) {
                rows.add(requests.get(i));
                request.add(i);
                copies.add(copy);
            }
        }
        List<List<Candidate>> answers = new ArrayList<>();
        requests.forEach(each -> answers.add(new ArrayList<>()));
        int[] copy = copies.stream().mapToInt(Integer::intValue).toArray();
        List<Candidate> found = rowsTogether(rows, copy, (row, id) -> listener.wrote(request.get(row), id));
        for (int i = 0; i < found.size(); i++) {
            answers.get(request.get(i)).add(found.get(i));
        }
        return answers;
    }

    private List<Candidate> rowsTogether(List<Request> rows, int[] copies, TokenListener listener) {
        try (Session session = session(rows, 1)) {
            return new RowSearch(edges, ending).run(session, rows, copies, listener);
        }
    }

    private Session session(List<Request> requests, int rows) {
        int longest = requests.stream()
                .mapToInt(request -> request.options().maxTokens())
                .max()
                .orElse(1);
        List<Tokens> inputs = requests.stream().map(Request::input).toList();
        DecoderState.Shape shape = new DecoderState.Shape(rows, longest);
        return model instanceof CausalModel causal
                ? CausalSession.start(causal, where(), inputs, shape)
                : Seq2SeqSession.start((Seq2SeqModel) model, where(), inputs, shape);
    }

    private Seq2SeqSession.Device where() {
        return new Seq2SeqSession.Device(device, edges.pad());
    }
}
