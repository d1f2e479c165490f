package dev.cloze.text;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.cloze.Refusal;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.function.LongFunction;

/**
 * A tokenizer of the Hugging Face library, and the only door to it. DJL brings the library for Linux, macOS and Windows
 * inside its archive and unpacks it once into {@code ~/.djl.ai} or {@code DJL_CACHE_DIR}; nothing is fetched.
 */
final class NativeTokenizer implements AutoCloseable {

    private static final Cleaner CLEANER = Cleaner.create();

    static {
        // Where it finds a GPU, DJL would fetch another build of the library, of no use for tokenizing.
        if (System.getenv("RUST_FLAVOR") == null && System.getProperty("RUST_FLAVOR") == null) {
            System.setProperty("RUST_FLAVOR", "cpu");
        }
        LibUtils.checkStatus();
    }

    private final long handle;
    private final String place;
    private final Cleaner.Cleanable memory;
    private volatile boolean open = true;

    private NativeTokenizer(long handle, String place) {
        this.handle = handle;
        this.place = place;
        this.memory = CLEANER.register(this, () -> TokenizersLibrary.LIB.deleteTokenizer(handle));
    }

    /** The tokenizer that {@code json} describes; {@code place} names it in refusals. */
    static NativeTokenizer of(String json, String place) {
        try {
            return new NativeTokenizer(TokenizersLibrary.LIB.createTokenizerFromString(json), place);
        } catch (RuntimeException e) {
            throw Refusal.because(e, place, "not a tokenizer: %s", String.valueOf(e.getMessage()));
        }
    }

    /** Ids of {@code text}; {@code framed} adds what the file's template puts around it. */
    long[] ids(String text, boolean framed) {
        return encoded(text, framed, TokenizersLibrary.LIB::getTokenIds);
    }

    String[] pieces(String text, boolean framed) {
        return encoded(text, framed, TokenizersLibrary.LIB::getTokens);
    }

    private <T> T encoded(String text, boolean framed, LongFunction<T> part) {
        long library = handle();
        try {
            long encoding = TokenizersLibrary.LIB.encode(library, SentinelText.whole(text), framed);
            try {
                return part.apply(encoding);
            } finally {
                TokenizersLibrary.LIB.deleteEncoding(encoding);
            }
        } catch (RuntimeException e) {
            throw Refusal.because(e, place, "cannot cut a text into tokens: %s", String.valueOf(e.getMessage()));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** The text of {@code ids}; special tokens have none. */
    String decode(long[] ids) {
        long library = handle();
        try {
            return TokenizersLibrary.LIB.decode(library, ids, true);
        } catch (RuntimeException e) {
            throw Refusal.because(e, place, "cannot make tokens into a text: %s", String.valueOf(e.getMessage()));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private long handle() {
        if (!open) {
            throw new IllegalStateException("the tokenizer was closed");
        }
        return handle;
    }

    /** Frees its memory, which otherwise goes when the garbage collector finds it. No other thread may use it any more. */
    @Override
    public void close() {
        open = false;
        memory.clean();
    }
}
