package dev.cloze.nn.attention;

import dev.cloze.Refusal;

/**
 * How the tokens of a running batch lie in memory. All rows write at the same column; each began at a column of its own, so
 * the distance between two tokens is the same for every row. Columns come in blocks, which products read whole. The beams of
 * an item lie side by side in each column.
 *
 * <pre>
 * 3 items of 1 beam     column   0 1 2 3 4 5 6
 *                       item 0   a b c d e f .     began at 0
 *                       item 1   - - - p q r .     began at 3
 *                       item 2   - x y z w v .     began at 1
 * </pre>
 *
 * @param items inputs
 * @param beams rows for each of them
 * @param blocks blocks of columns
 */
public record CacheLayout(long items, int beams, int blocks) {

    // Keys in a block: enough to be worth a product, few enough that empty places cost little.
    private static final int KEYS = 64;

    /** Checks that all are positive. */
    public CacheLayout {
        Refusal.require(
                items > 0 && beams > 0 && blocks > 0,
                "items, beams and blocks must be positive, got %d, %d, %d",
                items,
                beams,
                blocks);
    }

    /** A layout of so many columns, or some more. */
    public static CacheLayout of(long items, int beams, int columns) {
        CacheLayout least = new CacheLayout(items, beams, 1);
        return least.withBlocks(Math.max(1, least.blocks(columns)));
    }

    /** Columns in a block. */
    public int blockColumns() {
        return Math.max(1, KEYS / beams);
    }

    /** Columns in all blocks. */
    public int columns() {
        return Math.multiplyExact(blocks, blockColumns());
    }

    /** Blocks that hold so many columns. */
    public int blocks(int columns) {
        return (columns + blockColumns() - 1) / blockColumns();
    }

    /** Rows of all items. */
    public long rows() {
        return items * beams;
    }

    /** This with another number of items. */
    public CacheLayout withItems(long count) {
        return new CacheLayout(count, beams, blocks);
    }

    /** This with another number of blocks. */
    public CacheLayout withBlocks(int count) {
        return new CacheLayout(items, beams, count);
    }
}
