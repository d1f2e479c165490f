package dev.cloze.batch.pack;

import dev.cloze.batch.BatchPlan;
import dev.cloze.batch.cut.DocumentGroups;
import dev.cloze.data.Feed;
import dev.cloze.data.Material;

/** Groups of rows, in the order of the documents that they are made of, whatever the number of threads. */
sealed interface RowGroups extends AutoCloseable permits RowGroupsAhead, RowGroups.InTurn {

    /** The next group; one made of no documents at the end, and after that none may be asked for. */
    RowGroup next();

    /** Stops whatever makes rows, then closes the documents' feed. */
    @Override
    void close();

    /** Groups made by so many threads in the background, or by the one that asks for them where there are none. */
    static RowGroups of(Feed<? extends Material> documents, BatchPlan plan, long firstNumber, int threads) {
        if (threads > 0) {
            return new RowGroupsAhead(documents, plan, firstNumber, threads);
        }
        return new InTurn(
                documents, new DocumentGroups(documents, plan.groupCharacters(), firstNumber), new RowMaker(plan));
    }

    /** Groups made when they are asked for. */
    record InTurn(Feed<? extends Material> documents, DocumentGroups groups, RowMaker maker) implements RowGroups {

        @Override
        public RowGroup next() {
            return maker.make(groups.next());
        }

        @Override
        public void close() {
            documents.close();
        }
    }
}
