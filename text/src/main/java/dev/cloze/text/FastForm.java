package dev.cloze.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.text.sentencepiece.model.NormaliserSpec;
import dev.cloze.text.sentencepiece.model.Piece;
import dev.cloze.text.sentencepiece.model.PieceModel;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A SentencePiece model as the {@code tokenizer.json} of the Hugging Face library, which gives the same ids but for text
 * that spells a reserved piece or stacks accents, for ties that 64-bit sums decide otherwise than 32-bit ones, and, with
 * BPE, for a text that begins with a user-defined symbol, which here has no {@code ▁} before it; of words, unknown ones in a
 * row are not one there.
 */
final class FastForm {

    // Far below every path through text, yet with room for exact sums.
    private static final float UNREACHABLE = 1000;

    private final PieceModel model;
    private final Vocabulary vocabulary;
    private final @Nullable AddedPieces added;
    private final ObjectNode json = TokenizerFiles.JSON.createObjectNode();

    private FastForm(PieceModel model, Vocabulary vocabulary, @Nullable AddedPieces added) {
        this.model = model;
        this.vocabulary = vocabulary;
        this.added = added;
    }

    /** The file for {@code model} with its sentinels. */
    static String of(PieceModel model, Vocabulary vocabulary) {
        return new FastForm(model, vocabulary, null).write();
    }

    /** The file for {@code model} with the tokens that its folder adds. */
    static String of(PieceModel model, Vocabulary vocabulary, AddedPieces added) {
        return new FastForm(model, vocabulary, added).write();
    }

    private String write() {
        json.put("version", "1.0").putNull("truncation").putNull("padding");
        addTokens(json.putArray("added_tokens"));
        json.putObject("normalizer").put("type", "Sequence").set("normalizers", normalisers());
        json.set("pre_tokenizer", preTokenizer());
        json.set("post_processor", template());
        json.set("decoder", decoder());
        json.set(
                "model",
                switch (model.algorithm()) {
                    case UNIGRAM -> unigram();
                    case BPE, CHARACTERS -> bytePairs(); // characters are pairs never merged
                    case WORDS -> words();
                });
        return json.toString();
    }

    private ObjectNode preTokenizer() {
        ObjectNode spaces = metaspace().put("split", wordsAreApart());
        if (added == null || added.style() != SegmentStyle.WORDS) {
            return spaces;
        }
        ObjectNode both = TokenizerFiles.JSON.createObjectNode().put("type", "Sequence");
        both.putArray("pretokenizers")
                .add(json.objectNode().put("type", "WhitespaceSplit"))
                .add(spaces);
        return both;
    }

    private void addTokens(ArrayNode all) {
        if (added == null) {
            addOwn(all);
        } else {
            added.tokens()
                    .byId()
                    .forEach((id, token) -> all.add(token.into(all.objectNode().put("id", id))));
        }
    }

    private void addOwn(ArrayNode added) {
        for (int id = 0; id < model.pieces().size(); id++) {
            Piece piece = model.pieces().get(id);
            boolean special = piece.kind() == Piece.Kind.CONTROL || piece.kind() == Piece.Kind.UNKNOWN;
            boolean sentinel = vocabulary.sentinels().indexOf(id) >= 0;
            if (special || sentinel) {
                added.add(TokenizerFiles.addedToken(id, text(id), true));
            } else if (piece.kind() == Piece.Kind.USER_DEFINED && model.algorithm() != PieceModel.Algorithm.UNIGRAM) {
                // Found after normalising, so that a space before it is not taken for one at the end of the text.
                added.add(TokenizerFiles.addedToken(id, text(id), false).put("normalized", true));
            }
        }
    }

    /** A piece as this form writes it: a sentinel without the space of its word. */
    private String text(int id) {
        int sentinel = vocabulary.sentinels().indexOf(id);
        return sentinel >= 0
                ? "<extra_id_" + sentinel + ">"
                : model.pieces().get(id).text();
    }

    private ArrayNode normalisers() {
        ArrayNode all = TokenizerFiles.JSON.createArrayNode();
        NormaliserSpec spec = model.normaliser();
        byte[] map = spec.characterMap().toBytes();
        if (map.length > 0) {
            String encoded = Base64.getEncoder().encodeToString(map);
            all.addObject().put("type", "Precompiled").put("precompiled_charsmap", encoded);
        }
        if (spec.removeExtraWhitespace()) {
            replace(all.addObject(), " {2,}", " ");
            replace(all.addObject(), " +\\z", "");
        }
        if (spec.removeExtraWhitespace() && !spec.addDummyPrefix()) {
            replace(all.addObject(), "\\A +", "");
        }
        return all;
    }

    private static void replace(ObjectNode node, String regex, String by) {
        node.put("type", "Replace").put("content", by).putObject("pattern").put("Regex", regex);
    }

    private ObjectNode metaspace() {
        SegmentStyle own = model.normaliser().addDummyPrefix() ? SegmentStyle.FIRST : SegmentStyle.NEVER;
        String prefix = (added == null ? own : added.style()).scheme();
        return TokenizerFiles.JSON
                .createObjectNode()
                .put("type", "Metaspace")
                .put("replacement", Piece.SPACE)
                .put("prepend_scheme", prefix);
    }

    private boolean wordsAreApart() {
        return model.pieces().stream()
                .filter(piece -> piece.kind() == Piece.Kind.NORMAL)
                .noneMatch(piece -> piece.text().indexOf(Piece.SPACE, 1) >= 0);
    }

    private ObjectNode template() {
        String end = text(vocabulary.eosId());
        ObjectNode template = TokenizerFiles.JSON.createObjectNode().put("type", "TemplateProcessing");
        ArrayNode single = template.putArray("single");
        ArrayNode pair = template.putArray("pair");
        for (ArrayNode order : List.of(single, pair)) {
            part(order, "Sequence", "A");
            part(order, "SpecialToken", end);
        }
        part(pair, "Sequence", "B");
        part(pair, "SpecialToken", end);
        ObjectNode special = template.putObject("special_tokens").putObject(end).put("id", end);
        special.putArray("ids").add(vocabulary.eosId());
        special.putArray("tokens").add(end);
        return template;
    }

    private static void part(ArrayNode order, String kind, String id) {
        order.addObject().putObject(kind).put("id", id).put("type_id", 0);
    }

    private ObjectNode decoder() {
        if (!model.surface().byteFallback()) {
            return metaspace().put("split", true);
        }
        ObjectNode decoder = TokenizerFiles.JSON.createObjectNode().put("type", "Sequence");
        ArrayNode parts = decoder.putArray("decoders");
        ObjectNode spaces = parts.addObject().put("type", "Replace").put("content", " ");
        spaces.putObject("pattern").put("String", Piece.SPACE);
        parts.addObject().put("type", "ByteFallback");
        parts.addObject().put("type", "Fuse");
        int first = model.normaliser().addDummyPrefix() ? 1 : 0;
        parts.addObject()
                .put("type", "Strip")
                .put("content", " ")
                .put("start", first)
                .put("stop", 0);
        return decoder;
    }

    private ObjectNode unigram() {
        ObjectNode unigram = TokenizerFiles.JSON.createObjectNode().put("type", "Unigram");
        unigram.put("unk_id", vocabulary.unkId());
        ArrayNode entries = unigram.putArray("vocab");
        float least = 0;
        for (Piece piece : model.pieces()) {
            least = piece.kind() == Piece.Kind.NORMAL ? Math.min(least, piece.score()) : least;
        }
        for (int id = 0; id < model.pieces().size(); id++) {
            Piece piece = model.pieces().get(id);
            entries.addArray().add(text(id)).add(score(piece, least));
        }
        return unigram.put("byte_fallback", model.surface().byteFallback());
    }

    private static float score(Piece piece, float least) {
        return switch (piece.kind()) {
            case BYTE, UNUSED -> least - UNREACHABLE;
            case USER_DEFINED -> piece.symbolScore();
            case NORMAL, UNKNOWN, CONTROL -> piece.score();
        };
    }

    private ObjectNode words() {
        ObjectNode words = TokenizerFiles.JSON.createObjectNode().put("type", "WordLevel");
        ObjectNode ids = words.putObject("vocab");
        for (int id = 0; id < model.pieces().size(); id++) {
            ids.put(text(id), id);
        }
        return words.put("unk_token", text(vocabulary.unkId()));
    }

    private ObjectNode bytePairs() {
        ObjectNode bpe = TokenizerFiles.JSON.createObjectNode().put("type", "BPE");
        bpe.putNull("dropout").put("unk_token", text(vocabulary.unkId()));
        bpe.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        bpe.put("fuse_unk", true).put("byte_fallback", model.surface().byteFallback());
        bpe.put("ignore_merges", false);
        ObjectNode ids = bpe.putObject("vocab");
        Map<String, Integer> normal = new HashMap<>();
        List<Integer> byRank = new ArrayList<>();
        for (int id = 0; id < model.pieces().size(); id++) {
            ids.put(text(id), id);
            if (model.pieces().get(id).kind() == Piece.Kind.NORMAL) {
                normal.put(text(id), id);
                byRank.add(id);
            }
        }
        byRank.sort(Comparator.comparingDouble(
                (Integer id) -> -model.pieces().get(id).score()));
        ArrayNode merges = bpe.putArray("merges");
        byRank.forEach(id -> addMerges(text(id), normal, merges));
        return bpe;
    }

    /** All pairs of pieces that make up {@code text}: which of them is merged, the scores do not say. */
    private static void addMerges(String text, Map<String, Integer> pieces, ArrayNode merges) {
        for (int cut = 1; cut < text.length(); cut++) {
            String left = text.substring(0, cut);
            String right = text.substring(cut);
            if (pieces.containsKey(left) && pieces.containsKey(right)) {
                merges.addArray().add(left).add(right);
            }
        }
    }
}
