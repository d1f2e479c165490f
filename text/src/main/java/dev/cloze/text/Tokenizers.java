package dev.cloze.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.text.sentencepiece.model.PieceModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Opens tokenizers from the files that models are kept with. */
public final class Tokenizers {

    private static final int T5_EXTRA_IDS = 100;

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
        return folder(folderOrFile);
    }

    private static Tokenizer folder(Path folder) {
        Path pieces = folder.resolve(TokenizerFiles.MODEL);
        Path json = folder.resolve(TokenizerFiles.JSON_FILE);
        if (Files.isRegularFile(pieces)) {
            return SentencePieceTokenizer.load(pieces, FolderTokens.read(folder, TokenizerClass.T5));
        }
        FolderTokens tokens = FolderTokens.read(folder, TokenizerClass.OTHER);
        if (tokens.type() == TokenizerClass.BYT5) {
            return ByteTokenizer.of(tokens);
        }
        return Files.isRegularFile(json) ? JsonTokenizer.load(json, tokens) : older(folder);
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

    private static Tokenizer older(Path folder) {
        Path vocab = folder.resolve("vocab.json");
        Path merges = folder.resolve("merges.txt");
        Path words = folder.resolve("vocab.txt");
        if (Files.isRegularFile(vocab) && Files.isRegularFile(merges)) {
            ObjectNode json = OlderFiles.gpt2(vocab, merges);
            boolean bart = json.path("model").path("vocab").has("<s>");
            TokenizerClass usual = bart ? TokenizerClass.BART : TokenizerClass.GPT2;
            return JsonTokenizer.of(json, FolderTokens.read(folder, usual), folder.toString());
        }
        if (Files.isRegularFile(words)) {
            FolderTokens tokens = FolderTokens.read(folder, TokenizerClass.BERT);
            return JsonTokenizer.of(OlderFiles.bert(words, tokens), tokens, folder.toString());
        }
        throw Refusal.at(
                folder.toString(),
                "needs spiece.model, tokenizer.json, vocab.json with merges.txt, vocab.txt, or a tokenizer_config.json"
                        + " of class ByT5Tokenizer");
    }

    private static Tokenizer sentencePiece(Path file, int extraIds) {
        byte[] bytes = TokenizerFiles.read(file);
        PieceModel model = PieceModel.parse(bytes, file.toString());
        boolean hasOwn = SpecialPieces.sentinels(model.pieces()).count() > 0;
        return SentencePieceTokenizer.of(bytes, hasOwn ? 0 : extraIds, SentinelStyle.ANYWHERE);
    }
}
