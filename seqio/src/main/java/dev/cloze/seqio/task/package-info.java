/** Tasks, mixtures and the lists of preprocessors that T5 and UL2 name. Start at {@link dev.cloze.seqio.task.SeqioTask}. */
@NullMarked
package dev.cloze.seqio.task;

import org.jspecify.annotations.NullMarked;
