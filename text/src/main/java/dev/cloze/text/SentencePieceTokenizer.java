package dev.cloze.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.text.added.AddedToken;
import dev.cloze.text.sentencepiece.PieceDecoder;
import dev.cloze.text.sentencepiece.PieceEncoder;
import dev.cloze.text.sentencepiece.SampledSegmentation;
import dev.cloze.text.sentencepiece.Workspace;
import dev.cloze.text.sentencepiece.model.Piece;
import dev.cloze.text.sentencepiece.model.PieceModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
    private final Optional<Folder> folder;
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
        this.folder = other.folder;
        this.strength = strength;
    }

    private SentencePieceTokenizer(byte[] file, int extraIds, SentinelStyle style, String place) {
        this.strength = 0;
        this.folder = Optional.empty();
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

    private SentencePieceTokenizer(byte[] file, PieceModel own, Folder folder, String place) {
        this.strength = 0;
        this.folder = Optional.of(folder);
        this.file = file;
        this.style = SentinelStyle.ANYWHERE;
        this.extraIds = 0;
        this.model = own.with(folder.pieces(own.pieces().size()));
        this.vocabulary = folder.vocabulary(SpecialPieces.vocabulary(model, place));
        this.encoder = new PieceEncoder(own, List.of());
        this.decoder = new PieceDecoder(model);
    }

    /** A model file with the tokens that the files beside it add. */
    private record Folder(AddedPieces added, FolderTokens said) {

        /** The pieces from id {@code first} on. */
        List<Piece> pieces(int first) {
            List<Piece> pieces = new ArrayList<>();
            for (int id = first; id < added.tokens().size(); id++) {
                AddedToken token = added.tokens().byId().get(id);
                boolean sentinel = token != null && token.content().startsWith(SentinelText.BEGIN);
                Piece.Kind kind =
                        token == null || (token.special() && !sentinel) ? Piece.Kind.CONTROL : Piece.Kind.USER_DEFINED;
                String text = token == null ? "<id " + id + ">" : token.content();
                pieces.add(new Piece(sentinel ? Piece.SPACE + text : text, 0, kind));
            }
            return pieces;
        }

        Vocabulary vocabulary(Vocabulary own) {
            return new Vocabulary(
                    own.size(),
                    added.tokens().id(said.named("pad_token")).orElse(own.padId()),
                    added.tokens().id(said.named("eos_token")).orElse(own.eosId()),
                    own.unkId(),
                    own.sentinels());
        }
    }

    /** Opens the model file {@code spieceModel} of a folder. */
    static SentencePieceTokenizer load(Path spieceModel, FolderTokens said) {
        byte[] file = TokenizerFiles.read(spieceModel);
        PieceModel own = PieceModel.parse(file, spieceModel.toString());
        JsonNode json = TokenizerFiles.withoutModel(spieceModel.resolveSibling(TokenizerFiles.JSON_FILE));
        Folder folder = new Folder(AddedPieces.of(own, json, said), said);
        return new SentencePieceTokenizer(file, own, folder, spieceModel.toString());
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
        Tokens tokens = cut(text, work, (each, part) -> each.encode(part, work));
        workspaces.give(work);
        return tokens;
    }

    /** Leaves the ids of a part of a text in a workspace. */
    private interface Cutting {
        void cut(PieceEncoder encoder, String part);
    }

    private Tokens cut(String text, Workspace work, Cutting cutting) {
        if (folder.isEmpty()) {
            cutting.cut(encoder, text);
            return Tokens.copyOf(work.ids(), 0, work.count());
        }
        TokenBuilder ids = new TokenBuilder();
        folder.get().added().cut(text, new AddedPieces.Target() {
            @Override
            public void token(int id) {
                ids.add(id);
            }

            @Override
            public void text(PieceEncoder each, String part) {
                cutting.cut(each, part);
                ids.add(work.ids(), work.count());
            }
        });
        return ids.tokens();
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
        SampledSegmentation draw = new SampledSegmentation(strength, seed);
        Tokens tokens = cut(text, work, (each, part) -> each.encode(part, work, draw));
        workspaces.give(work);
        return tokens;
    }

    @Override
    public List<String> pieces(String text) {
        Workspace work = workspaces.take();
        List<String> pieces = new ArrayList<>();
        AddedPieces.Target target = new AddedPieces.Target() {
            @Override
            public void token(int id) {
                pieces.add(piece(id));
            }

            @Override
            public void text(PieceEncoder each, String part) {
                each.encode(part, work);
                pieces.addAll(each.pieces(work));
            }
        };
        folder.ifPresentOrElse(each -> each.added().cut(text, target), () -> target.text(encoder, text));
        workspaces.give(work);
        return Collections.unmodifiableList(pieces);
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
    public Framing framing() {
        return Framing.ending(vocabulary.eosId());
    }

    @Override
    public void save(Path target) {
        if (folder.isPresent()) {
            Folder from = folder.get();
            ObjectNode config = TokenizerFiles.listing(
                    from.said().config(), from.added().tokens().byId());
            TokenizerFiles.saveSentencePiece(target, file, toJson(), config);
            return;
        }
        // The class T5Tokenizer of transformers 5 makes its own pipeline, which knows neither BPE nor bytes.
        boolean isT5 = toJson().isEmpty()
                || (model.algorithm() == PieceModel.Algorithm.UNIGRAM
                        && !model.surface().byteFallback());
        ObjectNode config = TokenizerFiles.reserved(vocabulary.sentinels().count());
        config.put("tokenizer_class", isT5 ? "T5Tokenizer" : "PreTrainedTokenizerFast");
        config.put("extra_ids", extraIds);
        config.put("legacy", false);
        TokenizerFiles.saveSentencePiece(target, file, toJson(), config);
    }

    /**
     * The {@code tokenizer.json} with which the Hugging Face library does the same; none for a model whose spaces end words,
     * which that library does not cut.
     */
    public Optional<String> toJson() {
        if (model.surface().spaceAsSuffix()) {
            return Optional.empty();
        }
        return Optional.of(folder.map(each -> FastForm.of(each.added().model(), vocabulary, each.added()))
                .orElseGet(() -> FastForm.of(model, vocabulary)));
    }

    @Override
    public String hash() {
        String sampling = strength == 0 ? "" : " sampling " + strength;
        String added = folder.map(each ->
                        " " + each.added().style() + " " + each.added().tokens().byId())
                .orElse("");
        return TokenizerFiles.hash("sentencepiece " + extraIds + " " + style + sampling + added, file);
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
