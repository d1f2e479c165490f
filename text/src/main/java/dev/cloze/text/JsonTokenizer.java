package dev.cloze.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A {@code tokenizer.json} of the Hugging Face library: byte-level BPE (Radford et al. 2019), WordPiece (Devlin et al.
 * 2019), unigram and what else it knows. Sentinels are the tokens written {@code <extra_id_0>} and so on.
 */
public final class JsonTokenizer implements Tokenizer, AutoCloseable {

    private final String json;
    private final JsonNode config;
    private final boolean framed;
    private final NativeTokenizer library;
    private final TokenList tokens;
    private final Framing framing;

    private JsonTokenizer(JsonTokenizer other, boolean framed) {
        this.json = other.json;
        this.config = other.config;
        this.library = other.library;
        this.tokens = other.tokens;
        this.framing = other.framing;
        this.framed = framed;
    }

    private JsonTokenizer(String text, ObjectNode tree, FolderTokens folder, String place) {
        JsonRules.check(tree, place);
        JsonNode before = tree.deepCopy();
        ObjectNode whole = JsonForm.with(tree, folder, place);
        this.json = whole.equals(before) && !text.isEmpty() ? text : whole.toString();
        this.config = folder.config();
        this.framed = false;
        this.tokens = TokenList.of(whole, folder, place);
        this.framing =
                JsonFraming.of(whole.path("post_processor"), tokens.vocabulary().size(), place);
        whole.putNull("truncation").putNull("padding"); // whoever calls decides on these
        this.library = NativeTokenizer.of(whole.toString(), place);
    }

    /** A tokenizer of this description, with the tokens that {@code folder} adds. */
    static JsonTokenizer of(ObjectNode json, FolderTokens folder, String place) {
        return new JsonTokenizer("", json, folder, place);
    }

    /** Loads a {@code tokenizer.json}; the configuration beside it is read too. */
    public static JsonTokenizer load(Path file) {
        Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
        return load(file, FolderTokens.read(folder, TokenizerClass.OTHER));
    }

    static JsonTokenizer load(Path file, FolderTokens folder) {
        String text = new String(TokenizerFiles.read(file), StandardCharsets.UTF_8);
        if (TokenizerFiles.tree(text, file.toString()) instanceof ObjectNode tree) {
            return new JsonTokenizer(text, tree, folder, file.toString());
        }
        throw Refusal.at(file.toString(), "expected a JSON object");
    }

    /**
     * The same as transformers calls it: ids come with what the file's template puts around a text, such as BERT's
     * {@code [CLS]} and {@code [SEP]}, and decoding goes on behind an end of sequence.
     */
    public JsonTokenizer framed() {
        return new JsonTokenizer(this, true);
    }

    @Override
    public Tokens encode(String text) {
        long[] ids = library.ids(text, framed);
        int[] narrow = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            narrow[i] = (int) ids[i];
        }
        return Tokens.copyOf(narrow, 0, narrow.length);
    }

    @Override
    public List<String> pieces(String text) {
        return List.of(library.pieces(text, framed));
    }

    @Override
    public String decode(Tokens given) {
        int end = 0;
        while (end < given.size() && (framed || given.at(end) != vocabulary().eosId())) {
            end++;
        }
        long[] known = given.slice(0, end).stream()
                .filter(id -> tokens.has(id))
                .asLongStream()
                .toArray();
        return known.length == 0 ? "" : library.decode(known);
    }

    @Override
    public String piece(int id) {
        return tokens.text(tokens.has(id) ? id : vocabulary().unkId());
    }

    @Override
    public Vocabulary vocabulary() {
        return tokens.vocabulary();
    }

    @Override
    public Framing framing() {
        return framing;
    }

    @Override
    public void save(Path folder) {
        TokenizerFiles.saveJson(folder, json, config, tokens);
    }

    @Override
    public String hash() {
        return TokenizerFiles.hash("tokenizer.json " + framed, json.getBytes(StandardCharsets.UTF_8));
    }

    /** Frees the library's memory at once; it must not be used any more, by no thread. */
    @Override
    public void close() {
        library.close();
    }
}
