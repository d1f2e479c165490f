package dev.cloze.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.text.sentencepiece.Draw;
import dev.cloze.text.sentencepiece.PieceDecoder;
import dev.cloze.text.sentencepiece.PieceEncoder;
import dev.cloze.text.sentencepiece.Workspace;
import dev.cloze.text.sentencepiece.model.Piece;
import dev.cloze.text.sentencepiece.model.PieceModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** SentencePiece (Kudo and Richardson 2018) in Java: runs a {@code spiece.model} of unigrams, byte pairs, words or characters. */
public final class SentencePieceTokenizer implements Tokenizer {

    private static final double MOST_STRENGTH = 100;

    private final byte[] file;
    private final int extraIds;
    private final SentinelStyle style;
    private final PieceModel model;
    private final PieceEncoder encoder;
    private final PieceDecoder decoder;
    private final Vocabulary vocabulary;
    private final double strength;
    private final WorkspacePool workspaces = new WorkspacePool();

    private SentencePieceTokenizer(SentencePieceTokenizer other, double strength) {
        this.file = other.file;
        this.extraIds = other.extraIds;
        this.style = other.style;
        this.model = other.model;
        this.encoder = other.encoder;
        this.decoder = other.decoder;
        this.vocabulary = other.vocabulary;
        this.strength = strength;
    }

    private SentencePieceTokenizer(byte[] file, int extraIds, SentinelStyle style, String place) {
        this.strength = 0;
        this.file = file;
        this.extraIds = extraIds;
        this.style = style;
        PieceModel own = PieceModel.parse(file, place);
        Refusal.require(
                extraIds == 0 || SpecialPieces.sentinels(own.pieces()).count() == 0,
                "%s: has its sentinels inside, so extraIds must be 0, got %d",
                place,
                extraIds);
        this.model = own.with(SpecialPieces.extra(extraIds));
        this.vocabulary = SpecialPieces.vocabulary(model, place);
        this.encoder = new PieceEncoder(model, aliases());
        this.decoder = new PieceDecoder(model);
    }

    /**
     * Loads a model file.
     *
     * @param spieceModel the file
     * @param extraIds how many sentinels to append after its pieces, the last id being {@code <extra_id_0>}: 100 for
     *     T5, 0 for mT5, which has them inside
     */
    public static SentencePieceTokenizer load(Path spieceModel, int extraIds) {
        return load(spieceModel, extraIds, SentinelStyle.SEQIO);
    }

    /** As {@link #load(Path, int)}, reading sentinels from text in the way of {@code style}. */
    public static SentencePieceTokenizer load(Path spieceModel, int extraIds, SentinelStyle style) {
        String place = spieceModel.toString();
        return new SentencePieceTokenizer(TokenizerFiles.read(spieceModel), extraIds, style, place);
    }

    /** As {@link #load(Path, int)} from the bytes of a file. */
    public static SentencePieceTokenizer of(byte[] file, int extraIds, SentinelStyle style) {
        return new SentencePieceTokenizer(file.clone(), extraIds, style, "spiece.model");
    }

    /** How many sentinels follow the pieces of the file. */
    public int extraIds() {
        return extraIds;
    }

    /** The model that is run, the appended sentinels among its pieces. */
    public PieceModel model() {
        return model;
    }

    @Override
    public Tokens encode(String text) {
        Workspace work = workspaces.take();
        encoder.encode(text, work);
        Tokens tokens = Tokens.copyOf(work.ids(), 0, work.count());
        workspaces.give(work);
        return tokens;
    }

    /**
     * This tokenizer drawing where it is given a seed: with unigrams by probabilities to the power of {@code strength} (Kudo
     * 2018, §3.3), with BPE leaving out that share of merges (Provilkov et al. 2020, §3). 0 draws nothing.
     */
    public SentencePieceTokenizer sampling(double strength) {
        double most = switch (model.algorithm()) {
            case UNIGRAM -> MOST_STRENGTH;
            case BPE -> 1;
            case WORDS, CHARACTERS -> 0; // there is one way to cut a text
        };
        Refusal.require(strength >= 0 && strength <= most, "sampling must be in [0, %s], got %s", most, strength);
        return new SentencePieceTokenizer(this, strength);
    }

    @Override
    public Tokens encode(String text, Seed seed) {
        if (strength == 0) {
            return encode(text);
        }
        Workspace work = workspaces.take();
        encoder.encode(text, work, new Draw(strength, seed));
        Tokens tokens = Tokens.copyOf(work.ids(), 0, work.count());
        workspaces.give(work);
        return tokens;
    }

    @Override
    public List<String> pieces(String text) {
        Workspace work = workspaces.take();
        encoder.encode(text, work);
        List<String> pieces = encoder.pieces(work);
        workspaces.give(work);
        return pieces;
    }

    @Override
    public String decode(Tokens tokens) {
        int[] ids = tokens.toArray();
        int end = 0;
        while (end < ids.length && ids[end] != vocabulary.eosId()) {
            end++;
        }
        return decoder.decode(end == ids.length ? ids : Arrays.copyOf(ids, end));
    }

    @Override
    public String piece(int id) {
        List<Piece> pieces = model.pieces();
        return pieces.get(id >= 0 && id < pieces.size() ? id : vocabulary.unkId())
                .text();
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public void save(Path folder) {
        // The class T5Tokenizer of transformers 5 makes its own pipeline, which knows neither BPE nor bytes.
        boolean isT5 = toJson().isEmpty()
                || (model.algorithm() == PieceModel.Algorithm.UNIGRAM
                        && !model.surface().byteFallback());
        ObjectNode config = TokenizerFiles.reserved(vocabulary.sentinels().count());
        config.put("tokenizer_class", isT5 ? "T5Tokenizer" : "PreTrainedTokenizerFast");
        config.put("extra_ids", extraIds);
        TokenizerFiles.saveSentencePiece(folder, file, toJson(), config);
    }

    /**
     * The {@code tokenizer.json} with which the Hugging Face library does the same; none for a model whose spaces end words,
     * which that library does not cut.
     */
    public Optional<String> toJson() {
        return model.surface().spaceAsSuffix() ? Optional.empty() : Optional.of(FastForm.of(model, vocabulary));
    }

    @Override
    public String hash() {
        String sampling = strength == 0 ? "" : " sampling " + strength;
        return TokenizerFiles.hash("sentencepiece " + extraIds + " " + style + sampling, file);
    }

    private List<String> aliases() {
        List<String> aliases = new ArrayList<>();
        for (int n = 0;
                style == SentinelStyle.ANYWHERE && n < vocabulary.sentinels().count();
                n++) {
            String piece = piece(vocabulary.sentinels().id(n));
            if (piece.startsWith("\u2581")) {
                aliases.add(piece);
            }
        }
        return aliases;
    }
}
