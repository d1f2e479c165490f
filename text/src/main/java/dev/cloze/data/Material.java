package dev.cloze.data;

/** One piece of something to learn from: text, or tokens that text was made into before. */
public sealed interface Material permits Document, TokenizedDocument {

    /** The language's code, {@code und} where unknown. */
    String language();

    /** The name of the source it came from, for reports. */
    String source();

    /** The index of the task that it is learnt for; 0 where there is only one. */
    int task();

    /** The same, learnt for another task. */
    Material ofTask(int index);

    /** About how many characters it has, quickly. */
    long characters();
}
