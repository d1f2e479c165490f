/** Tasks, mixtures and the lists of preprocessors that T5 and UL2 name. Start at {@link dev.cloze.objective.seqio.task.SeqioTask}. */
@NullMarked
package dev.cloze.objective.seqio.task;

import org.jspecify.annotations.NullMarked;
