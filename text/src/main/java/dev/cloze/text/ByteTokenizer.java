package dev.cloze.text;

import dev.cloze.Refusal;
import dev.cloze.text.added.AddedToken;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Text as its UTF-8 bytes (ByT5, Xue et al. 2022): a byte's id is its value plus 3, after padding, end of sequence and
 * unknown. Nothing is ever unknown.
 */
public final class ByteTokenizer implements Tokenizer {

    private static final int PADDING = 0;
    private static final int END = 1;
    private static final int UNKNOWN = 2;
    private static final int OFFSET = 3;
    private static final int BASE = 256 + OFFSET;
    private static final int MOST_EXTRA_IDS = 100_000;
    private static final int HUGGING_FACE_EXTRA_IDS = 125;

    private final Vocabulary vocabulary;
    private final Optional<Folder> folder;

    private ByteTokenizer(int size, Sentinels sentinels) {
        this.vocabulary = new Vocabulary(size, PADDING, END, UNKNOWN, sentinels);
        this.folder = Optional.empty();
    }

    private ByteTokenizer(Folder folder) {
        AddedBytes added = folder.added();
        this.vocabulary = new Vocabulary(added.tokens().size(), PADDING, END, UNKNOWN, added.sentinels());
        this.folder = Optional.of(folder);
    }

    /** The tokens that a folder adds. */
    private record Folder(AddedBytes added, FolderTokens said) {}

    /** The tokenizer of a folder. */
    static ByteTokenizer of(FolderTokens said) {
        return new ByteTokenizer(new Folder(AddedBytes.of(said, OFFSET, BASE), said));
    }

    /** As ByT5 in transformers: 125 sentinels counting up from 259, so that all 384 rows of the model have an id. */
    public static ByteTokenizer of() {
        return of(HUGGING_FACE_EXTRA_IDS);
    }

    /**
     * As transformers: {@code extraIds} sentinels counting up from 259, read wherever they stand in text, as the reserved
     * tokens are. The folder that it saves reads the same.
     */
    public static ByteTokenizer of(int extraIds) {
        checkExtraIds(extraIds);
        return of(FolderTokens.of(TokenizerClass.BYT5, TokenizerFiles.bytesConfig(extraIds)));
    }

    /** As seqio's byte vocabulary: {@code extraIds} sentinels after the bytes, counting down from the last id. */
    public static ByteTokenizer seqio(int extraIds) {
        checkExtraIds(extraIds);
        int size = BASE + extraIds;
        return new ByteTokenizer(size, Sentinels.descendingFrom(size - 1, extraIds));
    }

    /**
     * As the published ByT5 models were pre-trained: no ids of their own for sentinels, which count down from the last
     * byte, 258. The first 11 of them can be no byte of UTF-8, the rest can.
     */
    public static ByteTokenizer byT5(int sentinels) {
        Refusal.require(sentinels >= 0 && sentinels <= 256, "sentinels must be 0 to 256, got %d", sentinels);
        return new ByteTokenizer(BASE, Sentinels.descendingFrom(BASE - 1, sentinels));
    }

    private static void checkExtraIds(int extraIds) {
        boolean fits = extraIds >= 0 && extraIds <= MOST_EXTRA_IDS;
        Refusal.require(fits, "extraIds must be 0 to %d, got %d", MOST_EXTRA_IDS, extraIds);
    }

    @Override
    public Tokens encode(String text) {
        if (folder.isPresent()) {
            return encode(folder.get().added(), text);
        }
        int[] ids = new int[SentinelText.utf8(text).length];
        return Tokens.copyOf(ids, 0, addBytes(text, ids, 0));
    }

    private static Tokens encode(AddedBytes added, String text) {
        TokenBuilder ids = new TokenBuilder();
        for (String part : added.parts(text)) {
            OptionalInt id = added.id(part);
            if (id.isPresent()) {
                ids.add(id.getAsInt());
            } else {
                int[] bytes = new int[SentinelText.utf8(part).length];
                ids.add(bytes, addBytes(part, bytes, 0));
            }
        }
        return ids.tokens();
    }

    private static int addBytes(String text, int[] ids, int count) {
        byte[] bytes = SentinelText.utf8(text);
        for (int i = 0; i < bytes.length; i++) {
            ids[count + i] = (bytes[i] & 0xFF) + OFFSET;
        }
        return count + bytes.length;
    }

    @Override
    public List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        encode(text).stream().forEach(id -> pieces.add(piece(id)));
        return pieces;
    }

    @Override
    public String decode(Tokens tokens) {
        StringBuilder text = new StringBuilder(tokens.size());
        byte[] bytes = new byte[tokens.size()];
        int count = 0;
        for (int i = 0; i < tokens.size() && tokens.at(i) != END; i++) {
            int id = tokens.at(i);
            if (id >= OFFSET && id < BASE) {
                bytes[count++] = (byte) (id - OFFSET);
            } else if (isWritten(id)) {
                text.append(valid(bytes, count)).append(piece(id));
                count = 0;
            }
        }
        return text.append(valid(bytes, count)).toString();
    }

    private boolean isWritten(int id) {
        AddedToken token =
                folder.map(each -> each.added().tokens().byId().get(id)).orElse(null);
        boolean sentinel = folder.isPresent() && vocabulary.sentinels().indexOf(id) >= 0;
        return sentinel || (token != null && !token.special());
    }

    private static CharSequence valid(byte[] bytes, int count) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.IGNORE)
                    .decode(ByteBuffer.wrap(bytes, 0, count));
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("malformed input is ignored", e);
        }
    }

    @Override
    public String piece(int id) {
        int sentinel = vocabulary.sentinels().indexOf(id);
        if (sentinel >= 0) {
            return "<extra_id_" + sentinel + ">";
        }
        AddedToken added =
                folder.map(each -> each.added().tokens().byId().get(id)).orElse(null);
        if (added != null && id >= BASE) {
            return added.content();
        }
        return switch (id) {
            case PADDING -> "<pad>";
            case END -> "</s>";
            default -> id < OFFSET || id >= BASE ? "<unk>" : "<0x%02X>".formatted(id - OFFSET);
        };
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public Framing framing() {
        return Framing.ending(END);
    }

    @Override
    public void save(Path target) {
        TokenizerFiles.saveBytes(target, vocabulary.sentinels().count());
        folder.ifPresent(each -> TokenizerFiles.saveConfig(
                target, each.said().config(), each.added().tokens().byId()));
    }

    @Override
    public String hash() {
        String added = folder.map(each -> " " + each.added().tokens().byId()).orElse("");
        return TokenizerFiles.hash("bytes " + vocabulary + added, new byte[0]);
    }
}
