/** What a model is taught and asked: tasks, and in {@link dev.cloze.task.metric} how answers are measured. */
@NullMarked
package dev.cloze.task;

import org.jspecify.annotations.NullMarked;
