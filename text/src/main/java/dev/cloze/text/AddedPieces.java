package dev.cloze.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.text.added.AddedToken;
import dev.cloze.text.added.AddedTokens;
import dev.cloze.text.added.TokenFinder;
import dev.cloze.text.sentencepiece.NormalText;
import dev.cloze.text.sentencepiece.PieceEncoder;
import dev.cloze.text.sentencepiece.model.NormaliserSpec;
import dev.cloze.text.sentencepiece.model.Piece;
import dev.cloze.text.sentencepiece.model.PieceModel;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Cuts a text at the tokens that a folder adds to a SentencePiece model, and gives what lies between to the model.
 *
 * <pre>
 * text    a &lt;newtok&gt; b
 * parts   "a "  &lt;newtok&gt;  " b"       each without spaces at its ends, with one before it: ▁a  &lt;newtok&gt;  ▁b
 * </pre>
 */
final class AddedPieces {

    private final PieceModel model;
    private final AddedTokens tokens;
    private final SegmentStyle style;
    private final PieceEncoder whole;
    private final PieceEncoder ready;
    private final NormalText rules;
    private final TokenFinder inText;
    private final TokenFinder inNormal;
    private final Set<Integer> own = new HashSet<>();

    private AddedPieces(PieceModel model, AddedTokens tokens, SegmentStyle style) {
        this.model = model;
        this.tokens = tokens;
        this.style = style;
        this.whole = new PieceEncoder(model, List.of());
        this.ready = new PieceEncoder(model.with(spacesOnly()), List.of());
        this.rules = new NormalText(model.normaliser());
        Map<Integer, AddedToken> plain = new TreeMap<>(tokens.byId());
        plain.values().removeIf(AddedToken::normalized);
        Map<Integer, AddedToken> normalized = new TreeMap<>(tokens.byId());
        normalized.keySet().removeAll(plain.keySet());
        this.inText = TokenFinder.of(plain);
        this.inNormal = TokenFinder.of(normalized, this::normal);
        for (int id : tokens.byId().keySet()) {
            if (id < model.pieces().size() && model.pieces().get(id).text().startsWith(Piece.SPACE)) {
                own.add(id);
            }
        }
    }

    private static NormaliserSpec spacesOnly() {
        NormaliserSpec plain = NormaliserSpec.identity();
        return new NormaliserSpec(plain.name(), plain.characterMap(), false, false, true);
    }

    /** The tokens that {@code folder} and the {@code tokenizer.json} in it add to {@code model}. */
    static AddedPieces of(PieceModel model, JsonNode json, FolderTokens folder) {
        AddedTokens tokens = new AddedTokens(PieceIds.of(model, folder, json.isObject()));
        for (JsonNode token : json.path("added_tokens")) {
            AddedToken added = AddedToken.parse(token, false, TokenizerFiles.JSON_FILE);
            tokens.put(tokens.id(added.content()).orElse(token.path("id").asInt(-1)), added);
        }
        for (int id = 0; id < model.pieces().size(); id++) {
            addOwn(model.pieces().get(id), id, json, tokens);
        }
        folder.readJson(json.path("added_tokens"), TokenizerFiles.JSON_FILE);
        folder.addTo(tokens);
        return new AddedPieces(model, tokens, SegmentStyle.of(json, folder));
    }

    /** The model without added tokens. */
    PieceModel model() {
        return model;
    }

    private static void addOwn(Piece piece, int id, JsonNode json, AddedTokens tokens) {
        String content = piece.text().replace(Piece.SPACE, "");
        if (piece.kind() == Piece.Kind.CONTROL) {
            tokens.put(id, AddedToken.special(piece.text()));
        } else if (SpecialPieces.isSentinel(piece) && tokens.id(content).orElse(id) == id) {
            tokens.put(id, AddedToken.special(content));
        } else if (piece.kind() == Piece.Kind.USER_DEFINED && !json.isObject()) {
            tokens.put(id, new AddedToken(piece.text(), false, false, false, false, false));
        }
    }

    AddedTokens tokens() {
        return tokens;
    }

    SegmentStyle style() {
        return style;
    }

    /** Takes the parts of a text one by one. */
    interface Target {
        void token(int id);

        void text(PieceEncoder encoder, String text);
    }

    /** Gives {@code target} the parts of {@code text}. */
    void cut(String text, Target target) {
        boolean joins = false;
        for (TokenFinder.Span span : inText.split(text)) {
            if (span.isToken()) {
                target.token(span.id());
                joins = own.contains(span.id());
            } else {
                segment(text.substring(span.from(), span.to()), span.from() == 0, joins, target);
                joins = false;
            }
        }
    }

    // What follows a sentinel inside the model goes on in its word.
    private void segment(String part, boolean beginsText, boolean joins, Target target) {
        if (isWhole(part, style.hasSpace(beginsText) && !joins)) {
            target.text(whole, part);
            return;
        }
        String normal = normal(part);
        for (TokenFinder.Span span : inNormal.split(normal)) {
            if (span.isToken()) {
                target.token(span.id());
                continue;
            }
            boolean begins = beginsText && span.from() == 0;
            boolean prefix = style.hasSpace(begins) && !(joins && span.from() == 0);
            ready(normal.substring(span.from(), span.to()), prefix, target);
        }
    }

    /** Whether a part may go to the model as it is. */
    private boolean isWhole(String part, boolean spaced) {
        return inNormal.isEmpty() && spaced && (style != SegmentStyle.WORDS || hasPlainSpaces(part));
    }

    private void ready(String normal, boolean spaced, Target target) {
        if (style == SegmentStyle.WORDS) {
            for (String word : words(normal)) {
                target.text(ready, spaced && !word.startsWith(Piece.SPACE) ? Piece.SPACE + word : word);
            }
            return;
        }
        String text = normal.replace(" ", Piece.SPACE);
        target.text(ready, spaced && !text.startsWith(Piece.SPACE) ? Piece.SPACE + text : text);
    }

    private static List<String> words(String text) {
        StringBuilder spaced = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (TokenFinder.isSpace(text.charAt(i))) {
                spaced.setCharAt(i, ' ');
            }
        }
        return List.of(spaced.toString().split(" ")).stream()
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static boolean hasPlainSpaces(String text) {
        return text.chars().noneMatch(c -> c != ' ' && TokenFinder.isSpace((char) c));
    }

    /** A text in its normal form: by the model's rules, runs of spaces one, none at the end. */
    private String normal(String text) {
        String ruled = rules.of(SentinelText.whole(text));
        if (style == SegmentStyle.WORDS) {
            return ruled;
        }
        int to = ruled.length();
        while (to > 0 && TokenFinder.isSpace(ruled.charAt(to - 1))) {
            to--;
        }
        return ruled.substring(0, to).replaceAll(" {2,}", Piece.SPACE);
    }
}
