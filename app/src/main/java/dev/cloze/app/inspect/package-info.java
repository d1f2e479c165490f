/** What a run would train on, shown: examples with their sentinels, and counts. Start at {@link dev.cloze.app.inspect.Drawing}. */
@NullMarked
package dev.cloze.app.inspect;

import org.jspecify.annotations.NullMarked;
