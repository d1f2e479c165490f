package dev.cloze.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

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

    private JsonTokenizer(String json, JsonNode config, boolean framed, NativeTokenizer library, TokenList tokens) {
        this.json = json;
        this.config = config;
        this.framed = framed;
        this.library = library;
        this.tokens = tokens;
    }

    /**
     * A tokenizer from what its files hold.
     *
     * @param json the file {@code tokenizer.json}
     * @param config the file {@code tokenizer_config.json}, empty if there is none
     * @param place names it in refusals
     */
    static JsonTokenizer of(String json, JsonNode config, String place) {
        TokenList tokens = TokenList.of(TokenizerFiles.tree(json, place), config, place);
        return new JsonTokenizer(json, config, false, NativeTokenizer.of(json, place), tokens);
    }

    /** Loads a {@code tokenizer.json}; the configuration beside it is read too. */
    public static JsonTokenizer load(Path file) {
        JsonNode config = TokenizerFiles.config(file.resolveSibling(TokenizerFiles.CONFIG));
        return of(new String(TokenizerFiles.read(file), StandardCharsets.UTF_8), config, file.toString());
    }

    /**
     * The same as transformers calls it: ids come with what the file's template puts around a text, such as BERT's
     * {@code [CLS]} and {@code [SEP]}, and decoding goes on behind an end of sequence.
     */
    public JsonTokenizer framed() {
        return new JsonTokenizer(json, config, true, library, tokens);
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
