/** Changes to a disk that a test can fail, marks of files, small JSON files. Start at {@link dev.cloze.checkpoint.disk.Disk}. */
@NullMarked
package dev.cloze.checkpoint.disk;

import org.jspecify.annotations.NullMarked;
