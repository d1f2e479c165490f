/** What is asked of a text to be written: how tokens are chosen, what may not follow, what ends it. */
@NullMarked
package dev.cloze.generate.options;

import org.jspecify.annotations.NullMarked;
