/** Documents joined and cut into segments, and what is learnt from each. Start at {@link dev.cloze.batch.cut.SegmentCutter}. */
@NullMarked
package dev.cloze.batch.cut;

import org.jspecify.annotations.NullMarked;
