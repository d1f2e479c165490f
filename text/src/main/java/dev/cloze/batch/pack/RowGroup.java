package dev.cloze.batch.pack;

import dev.cloze.batch.Omissions;
import dev.cloze.data.Position;
import java.util.List;

/**
 * A group of documents made into rows.
 *
 * @param number how many groups came before
 * @param start where the documents' feed has to be opened to read them again
 * @param end where it has to be opened to read those that follow
 * @param rows the rows
 * @param account what they were made of
 */
record RowGroup(long number, Position start, Position end, List<Row> rows, Account account) {

    /**
     * What rows were made of.
     *
     * @param documents documents read, none at the end of the feed
     * @param source the source of the last of them
     * @param omissions what was too short
     */
    record Account(int documents, String source, Omissions omissions) {}
}
