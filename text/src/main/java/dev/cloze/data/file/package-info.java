/**
 * Files as lines: plain or compressed, with places that one can return to. Start at {@link dev.cloze.data.file.Lines}.
 */
@NullMarked
package dev.cloze.data.file;

import org.jspecify.annotations.NullMarked;
