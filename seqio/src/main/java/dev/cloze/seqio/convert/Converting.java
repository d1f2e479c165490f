package dev.cloze.seqio.convert;

/**
 * How seqio's feature converters treat elements.
 *
 * @param pack whether a row holds as many elements as fit
 * @param checkLength whether an element longer than its task's lengths is refused, rather than cut
 * @param bosId what decoders read first
 */
public record Converting(boolean pack, boolean checkLength, int bosId) {

    /** With packing, checked, from padding on. */
    public static final Converting PACKED = new Converting(true, true, 0);

    /** Without packing, checked, from padding on. */
    public static final Converting PADDED = new Converting(false, true, 0);
}
