/** What a run file says of text: sources, steps, tasks, mixtures, objectives. Start at {@link dev.cloze.app.config.data.Data}. */
@NullMarked
package dev.cloze.app.config.data;

import org.jspecify.annotations.NullMarked;
