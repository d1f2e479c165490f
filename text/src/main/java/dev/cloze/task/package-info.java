/** What a model is taught and asked: sources with steps, what is learnt from them, how answers are measured. Start at {@link dev.cloze.task.Task}. */
@NullMarked
package dev.cloze.task;

import org.jspecify.annotations.NullMarked;
