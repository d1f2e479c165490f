package dev.cloze.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cloze.Refusal;
import dev.cloze.text.sentencepiece.PieceModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens tokenizers from the files that models are kept with. */
public final class Tokenizers {

    private static final int T5_EXTRA_IDS = 100;

    private Tokenizers() {}

    /**
     * Opens a folder with a {@code spiece.model} or a ByT5 {@code tokenizer_config.json}, or a model file itself.
     * Sentinels are those inside the model; if there are none, as many are appended as {@code extra_ids} says, 100
     * where it says nothing. They are read wherever they stand in text.
     */
    public static Tokenizer load(Path folderOrFile) {
        if (Files.isRegularFile(folderOrFile)) {
            return sentencePiece(folderOrFile, T5_EXTRA_IDS);
        }
        if (!Files.isDirectory(folderOrFile)) {
            throw Refusal.at(folderOrFile.toString(), "no such tokenizer folder or file");
        }
        JsonNode config = config(folderOrFile.resolve(TokenizerFiles.CONFIG));
        Path model = folderOrFile.resolve(TokenizerFiles.MODEL);
        if (Files.isRegularFile(model)) {
            return sentencePiece(model, config.path("extra_ids").asInt(T5_EXTRA_IDS));
        }
        if (config.path("tokenizer_class").asText().startsWith("ByT5")) {
            return config.has("extra_ids")
                    ? ByteTokenizer.of(config.path("extra_ids").asInt())
                    : ByteTokenizer.of();
        }
        throw Refusal.at(
                folderOrFile.toString(), "needs spiece.model or a tokenizer_config.json of class ByT5Tokenizer");
    }

    private static Tokenizer sentencePiece(Path file, int extraIds) {
        byte[] bytes = TokenizerFiles.read(file);
        PieceModel model = PieceModel.parse(bytes, file.toString());
        boolean hasOwn = SpecialPieces.sentinels(model.pieces()).count() > 0;
        return SentencePieceTokenizer.of(bytes, hasOwn ? 0 : extraIds, SentinelStyle.ANYWHERE);
    }

    private static JsonNode config(Path file) {
        if (!Files.isRegularFile(file)) {
            return MissingNode.getInstance();
        }
        try {
            return TokenizerFiles.JSON.readTree(TokenizerFiles.read(file));
        } catch (IOException e) {
            throw Refusal.because(e, file.toString(), "expected JSON: %s", String.valueOf(e.getMessage()));
        }
    }
}
