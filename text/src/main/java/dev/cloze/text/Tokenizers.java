package dev.cloze.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Refusal;
import dev.cloze.text.sentencepiece.model.PieceModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Opens tokenizers from the files that models are kept with. */
public final class Tokenizers {

    private static final int T5_EXTRA_IDS = 100;
    private static final int MOST_EXTRA_IDS = 100_000;

    private Tokenizers() {}

    /**
     * Opens a folder with a {@code spiece.model}, a ByT5 {@code tokenizer_config.json}, a {@code tokenizer.json}, GPT-2's
     * {@code vocab.json} and {@code merges.txt} or BERT's {@code vocab.txt}; or a model file itself.
     *
     * <p>The sentinels of a {@code spiece.model} are those inside it; if there are none, as many are appended as {@code extra_ids} says, 100
     * where it says nothing. They are read wherever they stand in text.
     */
    public static Tokenizer load(Path folderOrFile) {
        if (Files.isRegularFile(folderOrFile)) {
            return folderOrFile.toString().endsWith(".json")
                    ? JsonTokenizer.load(folderOrFile)
                    : sentencePiece(folderOrFile, T5_EXTRA_IDS);
        }
        if (!Files.isDirectory(folderOrFile)) {
            throw Refusal.at(folderOrFile.toString(), "no such tokenizer folder or file");
        }
        JsonNode config = TokenizerFiles.config(folderOrFile.resolve(TokenizerFiles.CONFIG));
        Path model = folderOrFile.resolve(TokenizerFiles.MODEL);
        if (Files.isRegularFile(model)) {
            return sentencePiece(model, sentinels(config, folderOrFile));
        }
        if (config.path("tokenizer_class").asText().startsWith("ByT5")) {
            return bytes(config, folderOrFile);
        }
        return other(folderOrFile, config);
    }

    /** Whether {@code folder} has the files of a tokenizer. */
    public static boolean holds(Path folder) {
        boolean pieces = Stream.of(TokenizerFiles.MODEL, TokenizerFiles.JSON_FILE, "vocab.txt")
                .anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
        boolean merges =
                Stream.of("vocab.json", "merges.txt").allMatch(name -> Files.isRegularFile(folder.resolve(name)));
        return pieces
                || merges
                || TokenizerFiles.config(folder.resolve(TokenizerFiles.CONFIG))
                        .path("tokenizer_class")
                        .asText()
                        .startsWith("ByT5");
    }

    private static Tokenizer other(Path folder, JsonNode config) {
        Path json = folder.resolve(TokenizerFiles.JSON_FILE);
        Path vocab = folder.resolve("vocab.json");
        Path merges = folder.resolve("merges.txt");
        Path words = folder.resolve("vocab.txt");
        if (Files.isRegularFile(json)) {
            return JsonTokenizer.load(json);
        }
        if (Files.isRegularFile(vocab) && Files.isRegularFile(merges)) {
            return JsonTokenizer.of(OlderFiles.gpt2(vocab, merges), config, folder.toString());
        }
        if (Files.isRegularFile(words)) {
            return JsonTokenizer.of(OlderFiles.bert(words, config), config, folder.toString());
        }
        throw Refusal.at(
                folder.toString(),
                "needs spiece.model, tokenizer.json, vocab.json with merges.txt, vocab.txt, or a tokenizer_config.json"
                        + " of class ByT5Tokenizer");
    }

    // Once transformers has saved it again, extra_ids is 0 and the sentinels are listed by name.
    private static Tokenizer bytes(JsonNode config, Path folder) {
        int named = Math.toIntExact(Stream.of("additional_special_tokens", "extra_special_tokens")
                .map(config::path)
                .mapToLong(list -> StreamSupport.stream(list.spliterator(), false)
                        .filter(name -> name.asText().startsWith("<extra_id_"))
                        .count())
                .max()
                .orElse(0));
        return config.has("extra_ids")
                ? ByteTokenizer.of(Math.max(named, sentinels(config, folder)))
                : ByteTokenizer.of();
    }

    private static int sentinels(JsonNode config, Path folder) {
        JsonNode said = config.path("extra_ids");
        int count = said.asInt(T5_EXTRA_IDS);
        if (!(said.isMissingNode() || said.isInt()) || count < 0 || count > MOST_EXTRA_IDS) {
            throw Refusal.at(
                    folder.resolve(TokenizerFiles.CONFIG).toString(),
                    "extra_ids must be a whole number in [0, %d], got %s",
                    MOST_EXTRA_IDS,
                    said);
        }
        return count;
    }

    private static Tokenizer sentencePiece(Path file, int extraIds) {
        byte[] bytes = TokenizerFiles.read(file);
        PieceModel model = PieceModel.parse(bytes, file.toString());
        boolean hasOwn = SpecialPieces.sentinels(model.pieces()).count() > 0;
        return SentencePieceTokenizer.of(bytes, hasOwn ? 0 : extraIds, SentinelStyle.ANYWHERE);
    }
}
